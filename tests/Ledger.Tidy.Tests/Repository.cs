using System.ComponentModel;
using System.Diagnostics;

namespace Ledger.Tidy.Tests;

/// <summary>
/// The repository's own files, below the folder above the tests that holds Ledger.sln. Where git knows which data files are
/// the repository's, others count for nothing: a report that somebody writes into the checkout is no source.
/// </summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", ".vscode", "bin", "obj", "artifacts", "node_modules", "TestResults",
        "__pycache__", "BenchmarkDotNet.Artifacts",
    };

    private static readonly HashSet<string> TextEndings = new(StringComparer.Ordinal)
    {
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".proto", ".md", ".txt", ".py", ".js", ".sh", ".csv", ".yml", ".xml", "",
    };

    private static readonly Lazy<SourceFile[]> AllFiles = new(() =>
        [.. Walk(new DirectoryInfo(Root)).Where(IsOurs).OrderBy(f => f.Path, StringComparer.Ordinal)]);

    private static readonly Lazy<HashSet<string>?> Tracked = new(ReadTracked);

    /// <summary>Every text file that people write, by path.</summary>
    public static IReadOnlyList<SourceFile> Files => AllFiles.Value;

    /// <summary>What is read as code: sources, scripts, wire contract, project files. Not data, not prose.</summary>
    public static IEnumerable<SourceFile> Code => Files.Where(f =>
        f.Ending is ".cs" or ".csproj" or ".props" or ".targets" or ".proto" or ".py" or ".js" or ".sh" || f.IsLauncher);

    public static IEnumerable<SourceFile> Projects => Files.Where(f => f.Ending == ".csproj");

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

    private static bool IsOurs(SourceFile file) =>
        file.Ending is not (".json" or ".csv" or ".txt" or ".xml") || Tracked.Value is not { } tracked || tracked.Contains(file.Path);

    /// <summary>Paths that git tracks; null where there is no git or no repository.</summary>
    private static HashSet<string>? ReadTracked()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", Root, "ls-files", "-z"])
                {
                    RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            // In a linked work tree .git is a file: git's own note of where its data lies.
            if ((TextEndings.Contains(file.Extension) || file.Name.StartsWith('.')) && file.Name != ".git")
            {
                yield return new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), file.FullName);
            }
        }

        foreach (var child in folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name) && d.LinkTarget == null))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }
}
