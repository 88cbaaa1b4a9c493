using System.Text.RegularExpressions;

namespace Ledger.Tidy.Tests;

/// <summary>The wire contract lies where its package says, and the deterministic core is kept from what is not deterministic.</summary>
public sealed partial class WireContractTests
{
    [Fact]
    public void PackagesAreNamedAsTheirFolders()
    {
        SourceFile[] files = [.. Repository.Files.Where(f =>
            f.Ending == ".proto" && f.Path.StartsWith("proto/", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        Finding.None(
            from file in files
            let expected = string.Join('.', file.Path.Split('/')[1..^1])
            let package = Package().Match(file.Text).Groups[1].Value
            where package != expected || !file.Text.Contains("option csharp_namespace = \"Ledger.Protocol.V1\";", StringComparison.Ordinal)
            select $"{file.Path}: package '{package}', expected '{expected}' and the namespace Ledger.Protocol.V1",
            "packages:");
    }

    [Fact]
    public void FieldNumbersAreNotReused()
    {
        // A number counts once in each message; messages of this contract do not nest.
        Finding.None(
            from file in Repository.Files
            where file.Ending == ".proto" && file.Path.StartsWith("proto/", StringComparison.Ordinal)
            from Match message in Message().Matches(file.Text)
            from number in Field().Matches(message.Groups[2].Value).GroupBy(f => f.Groups[1].Value)
            where number.Count() > 1
            select $"{file.Path}: {message.Groups[1].Value} uses {number.Key} twice",
            "field numbers:");
    }

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("Stopwatch")]
    [InlineData("Random")]
    [InlineData("Guid.NewGuid")]
    [InlineData("Threading.Tasks.Task")]
    [InlineData("Threading.Thread")]
    [InlineData("Environment")]
    [InlineData("IO.File")]
    [InlineData("System.Net")]
    public void ConsensusBansWhatIsNotDeterministic(string symbol)
    {
        var banned = Repository.Files.Single(f => f.Path == "src/Ledger.Consensus/BannedSymbols.txt");
        Assert.Contains(banned.Lines, line => line.Contains(symbol, StringComparison.Ordinal));
        var project = Repository.Files.Single(f => f.Path == "src/Ledger.Consensus/Ledger.Consensus.csproj");
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", project.Text);
        Assert.Contains("<AdditionalFiles Include=\"BannedSymbols.txt\"", project.Text);
    }

    [Fact]
    public void EachBanHasItsReason() => Finding.None(
        from file in Repository.Files
        where file.Name == "BannedSymbols.txt"
        from line in file.Lines
        where line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
        let at = line.IndexOf(';')
        where at < 0 || at > line.Length - 4
        select $"{file.Path}: {line}",
        "bans without a reason:");

    [GeneratedRegex(@"^package ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^message (\w+) \{\n(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex(@"= (\d+);")]
    private static partial Regex Field();
}
