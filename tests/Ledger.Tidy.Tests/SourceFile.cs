namespace Ledger.Tidy.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="FullPath">Where it is on this machine.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    private string? _text;

    public string Text => _text ??= File.ReadAllText(FullPath);

    /// <summary>Lines without their ends; the last one is empty when the file ends as it should.</summary>
    public string[] Lines => Text.Split('\n');

    public string Name => System.IO.Path.GetFileName(Path);

    public string Ending => System.IO.Path.GetExtension(Path);

    /// <summary>The scripts without an ending.</summary>
    public bool IsLauncher => Path is "ledger" or ".ci/run";

    /// <summary>Each line that the pattern finds, as <c>path:line: text</c>.</summary>
    public IEnumerable<string> Find(System.Text.RegularExpressions.Regex pattern) =>
        Lines.Select((line, index) => (line, index)).Where(l => pattern.IsMatch(l.line))
            .Select(l => $"{Path}:{l.index + 1}: {l.line.Trim()}");

    public override string ToString() => Path;
}
