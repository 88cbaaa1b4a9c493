using Ledger.Primitives;

namespace Ledger.Cli.Chaincode;

/// <summary>
/// The sources of a project under one hash: SHA-256 over "ledger/sources/1", the count, and for each file, ascending by
/// relative path in ordinal order, path text (parted by slashes) and the file's bytes. Files are all *.cs and *.csproj below
/// the project's directory, those below bin and obj left out. Line ends count: a clone that turns them has another hash.
/// </summary>
internal static class SourceTree
{
    /// <summary>The hash.</summary>
    public static Digest Hash(string directory)
    {
        var files = Files(directory);
        var writer = new CanonicalWriter(64 * 1024).Raw("ledger/sources/1"u8).Count(files.Count);
        foreach (var file in files)
        {
            writer.Text(file).Bytes(File.ReadAllBytes(Path.Combine(directory, file)));
        }

        return Digest.Of(writer.WrittenSpan);
    }

    /// <summary>Relative paths of the files that count.</summary>
    public static IReadOnlyList<string> Files(string directory) =>
    [
        .. new[] { "*.cs", "*.csproj" }
            .SelectMany(pattern => Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Split('/')[..^1].Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];
}
