using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.Simulation.Tests.Mutants;

/// <summary>The sources of src/Ledger.Consensus, read and parsed once. Thread safe.</summary>
internal sealed class RulesSource
{
    private const string Project = "src/Ledger.Consensus";
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);

    /// <summary>Reads the sources of this repository.</summary>
    public RulesSource()
    {
        var folder = Path.Combine(FindRoot(), Project);
        foreach (var path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("obj/", StringComparison.Ordinal) &&
                !name.StartsWith("bin/", StringComparison.Ordinal))
            {
                _texts.Add(name, File.ReadAllText(path).ReplaceLineEndings("\n"));
            }
        }

        foreach (var (name, text) in _texts)
        {
            _trees.Add(name, Parse(text, name));
        }
    }

    /// <summary>The sources with the edits made.</summary>
    /// <exception cref="InvalidOperationException">The sources no longer say what an edit expects.</exception>
    public IReadOnlyList<SyntaxTree> Apply(IReadOnlyList<Edit> edits)
    {
        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            var text = changed.GetValueOrDefault(edit.File) ?? _texts.GetValueOrDefault(edit.File) ??
                throw Stale(edit, "is gone");
            var old = edit.Old.ReplaceLineEndings("\n");
            var at = text.IndexOf(old, StringComparison.Ordinal);
            if (at < 0 || text.IndexOf(old, at + 1, StringComparison.Ordinal) >= 0)
            {
                throw Stale(edit, $"has {(at < 0 ? "no" : "more than one")} \"{old}\"");
            }

            changed[edit.File] = string.Concat(text.AsSpan(0, at), edit.New, text.AsSpan(at + old.Length));
        }

        var trees = new List<SyntaxTree>();
        foreach (var (name, tree) in _trees)
        {
            trees.Add(changed.TryGetValue(name, out var text) ? Parse(text, name) : tree);
        }

        return trees;
    }

    /// <summary>Parses a source as the rules are parsed.</summary>
    public static SyntaxTree Parse(string text, string name) => CSharpSyntaxTree.ParseText(text, ParseOptions, name);

    private static InvalidOperationException Stale(Edit edit, string flaw) =>
        new($"{Project}/{edit.File} {flaw}: the rules have changed, and the mutant must follow them");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("no folder above the tests holds Ledger.sln");
    }
}
