namespace Ledger.Checker.Tests;

/// <summary>Tiny packages: one contract named "sample" of class Sample, with other members and types.</summary>
internal static class Corpus
{
    public const string Run = "[Function, AnyMember] public void Run(CallContext context) { }\n";

    private static readonly PackageInspector Inspector = new();

    public static PackageVerdict Inspect(string members, string others, bool isOptimised = true) => Inspector.Inspect(
        TestPackages.Contract(Run + members, others, allowUnsafe: members.Contains("unsafe"), isOptimised: isOptimised));

    /// <summary>The package is refused for the rule, by a sentence that names the place.</summary>
    public static void Refused(PackageVerdict verdict, string rule, string place)
    {
        Assert.True(verdict.Flaw != null, $"accepted, though {rule} is broken in {place}");
        Assert.Empty(verdict.Contracts);
        Assert.True(rule == verdict.Detail!.Rule, $"{verdict.Detail.Rule}, not {rule}: {verdict.Flaw}");
        Assert.True(verdict.Flaw.Contains(place, StringComparison.Ordinal), $"{place} is not named: {verdict.Flaw}");
    }
}
