using System.Text;

namespace Ledger.Tidy.Tests;

/// <summary>Size and shape of files: what is small gets read.</summary>
public sealed class SourceFormTests
{
    private const int LinesMax = 600;
    private const int SourceLinesMax = 400;
    private const int LineLengthMax = 140;

    /// <summary>Files under src/ that may pass 400 lines, each with its reason. None is needed.</summary>
    private static readonly Dictionary<string, string> LongSources = [];

    [Fact]
    public void TheWalkSeesTheRepository()
    {
        Assert.True(Repository.Files.Count > 100, $"only {Repository.Files.Count} files found under {Repository.Root}");
        Assert.Contains(Repository.Code, f => f.Path == "src/Ledger.Primitives/Blocks/Block.cs");
        Assert.Contains(Repository.Code, f => f.Path == "ledger");
        Assert.DoesNotContain(Repository.Files, f => f.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void NoFileIsTooLong() => Finding.None(
        from file in Repository.Code.Concat(Repository.Files.Where(f => f.Ending == ".md"))
        let most = file.Path.StartsWith("src/", StringComparison.Ordinal) && !LongSources.ContainsKey(file.Path) ? SourceLinesMax : LinesMax
        let count = file.Lines.Length - 1
        where count > most
        select $"{file.Path}: {count} lines, at most {most}",
        "look for the second idea inside and split it off:");

    [Fact]
    public void TheListOfLongFilesIsCurrent() => Finding.None(
        LongSources.Keys.Where(path =>
            Repository.Files.FirstOrDefault(f => f.Path == path) is not { } file || file.Lines.Length - 1 <= SourceLinesMax),
        "these are not long any more and leave the list:");

    [Fact]
    public void NoLineIsTooLong() => Finding.None(
        from file in Repository.Code
        from line in file.Lines.Select((text, index) => (text, number: index + 1))
        where line.text.Length > LineLengthMax
        select $"{file.Path}:{line.number}: {line.text.Length} characters",
        $"at most {LineLengthMax} characters a line:");

    [Fact]
    public void LinesEndInLfAndFilesInOne() => Finding.None(
        from file in Repository.Files
        where file.Ending != ".sln"
        let flaw = file.Text.Contains('\r') ? "has a carriage return"
            : file.Text.Length == 0 ? "is empty"
            : !file.Text.EndsWith('\n') ? "does not end in a newline"
            : file.Text.EndsWith("\n\n", StringComparison.Ordinal) ? "ends in an empty line"
            : null
        where flaw != null
        select $"{file.Path} {flaw}",
        "line ends:");

    [Fact]
    public void CodeHasNoTrailingBlanksTabsOrByteOrderMarks() => Finding.None(
        from file in Repository.Code
        from finding in FlawsOf(file)
        select finding,
        "white space:");

    private static IEnumerable<string> FlawsOf(SourceFile file)
    {
        if (File.ReadAllBytes(file.FullPath).AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            yield return $"{file.Path} begins with a byte order mark";
        }

        foreach (var (line, index) in file.Lines.Select((line, index) => (line, index)))
        {
            if (line.EndsWith(' ') || line.Contains('\t'))
            {
                yield return $"{file.Path}:{index + 1}: {(line.Contains('\t') ? "a tab" : "a trailing blank")}";
            }
        }
    }
}
