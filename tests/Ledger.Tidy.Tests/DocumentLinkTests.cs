using System.Text.RegularExpressions;

namespace Ledger.Tidy.Tests;

/// <summary>Documents lead where they say.</summary>
public sealed partial class DocumentLinkTests
{
    private static IEnumerable<SourceFile> Documents => Repository.Files.Where(f => f.Ending == ".md");

    [Fact]
    public void EveryLinkResolves()
    {
        Assert.Contains(Documents, d => d.Path == "README.md");
        Finding.None(
            from document in Documents
            from Match link in Link().Matches(WithoutCode(document.Text))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            let flaw = FlawOf(document, target)
            where flaw != null
            select $"{document.Path}: ({target}) {flaw}",
            "links that lead nowhere:");
    }

    [Fact]
    public void DocumentsNamedInCodeExist() => Finding.None(
        from file in Repository.Code
        from Match name in Named().Matches(file.Text)
        let path = name.Groups["path"].Value
        let exists = Repository.Files.Any(f =>
            f.Path == path || f.Path.StartsWith(path + "-", StringComparison.Ordinal) ||
            f.Path.StartsWith(path + "/", StringComparison.Ordinal))
        where !exists
        select $"{file.Path} names {path}",
        "documents that code names and that do not exist:");

    [Theory]
    [InlineData("## The life of one transaction", "the-life-of-one-transaction")]
    [InlineData("### `Transaction`, signed", "transaction-signed")]
    [InlineData("# State tree & proofs", "state-tree--proofs")]
    public void AnchorsFollowTheHeading(string heading, string anchor) => Assert.Equal(anchor, AnchorOf(heading));

    private static string? FlawOf(SourceFile document, string target)
    {
        var parts = target.Split('#', 2);
        var folder = Path.GetDirectoryName(document.FullPath)!;
        var path = parts[0].Length == 0 ? document.FullPath : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
        if (!path.StartsWith(Repository.Root, StringComparison.Ordinal) || !(File.Exists(path) || Directory.Exists(path)))
        {
            return "is not in the repository";
        }

        if (parts.Length < 2 || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            return null;
        }

        var headings = WithoutCode(File.ReadAllText(path)).Split('\n').Where(l => l.StartsWith('#'));
        return headings.Any(h => AnchorOf(h) == parts[1]) ? null : "names no heading";
    }

    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?<path>docs/[\w./-]*[\w-])")]
    private static partial Regex Named();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
