namespace Ledger.Checker.Tests;

/// <summary>What the meter makes of accepted packages passes the verifier again, in the mode that knows the meter.</summary>
public sealed class RewrittenTests
{
    [Theory]
    [MemberData(nameof(AcceptedTests.Sources), MemberType = typeof(AcceptedTests))]
    public void Metered_code_is_verifiable(string what, string members, string others)
    {
        var metered = MeteringRewriter.Rewrite(TestPackages.Contract(Corpus.Run + members, others), RuleSet.Current);
        var flaw = PackageChecker.CheckRewritten(metered);
        Assert.True(flaw == null, $"{what}: {flaw?.Sentence}");
        Assert.NotNull(PackageChecker.Check(metered));
    }

    [Theory]
    [InlineData("Ledger.Contracts.dll")]
    [InlineData("Ledger.Runtime.Tests.Contracts.dll")]
    public void Metered_contracts_are_verifiable(string file) =>
        Assert.Null(PackageChecker.CheckRewritten(MeteringRewriter.Rewrite(TestPackages.Read(file), RuleSet.Current))?.Sentence);
}
