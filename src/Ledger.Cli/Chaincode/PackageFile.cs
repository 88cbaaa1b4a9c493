using Ledger.Primitives;

namespace Ledger.Cli.Chaincode;

/// <summary>
/// What <c>chaincode pack</c> writes and <c>chaincode install</c> reads: an assembly with what approvers compare. Encoded: the
/// 16 bytes "ledger/package/1", name text, source hash 32, manifest text, assembly bytes. Immutable.
/// </summary>
/// <param name="Name">Name of the package on the ledger, 1 to 64 printable ASCII characters.</param>
/// <param name="SourceHash">Hash of the sources, see <see cref="SourceTree"/>.</param>
/// <param name="Manifest">The contracts and their functions, for people; nodes read them from the assembly.</param>
/// <param name="Assembly">What is installed; its SHA-256 is the package's hash on the ledger.</param>
internal sealed record PackageFile(string Name, Digest SourceHash, string Manifest, ReadOnlyMemory<byte> Assembly)
{
    /// <summary>What the names of such files end with.</summary>
    public const string Extension = ".ledgerpackage";

    private const int NameSizeMax = 64;
    private const int ManifestSizeMax = 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "ledger/package/1"u8;

    /// <summary>SHA-256 of the assembly.</summary>
    public Digest Hash => Digest.Of(Assembly.Span);

    /// <summary>The file's bytes.</summary>
    public byte[] Encode() => new CanonicalWriter(Assembly.Length + 1024)
        .Raw(Magic).Text(Name).Digest(SourceHash).Text(Manifest).Bytes(Assembly.Span).ToArray();

    /// <summary>Whether bytes claim to be such a file.</summary>
    public static bool IsPackage(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">It is damaged.</exception>
    public static PackageFile Decode(ReadOnlySpan<byte> bytes, string path)
    {
        var reader = new CanonicalReader(bytes);
        reader.Raw(Magic.Length);
        var name = reader.Text(NameSizeMax);
        var source = reader.Digest();
        var manifest = reader.Text(ManifestSizeMax);
        var assembly = reader.Bytes().ToArray();
        return IsPackage(bytes) && reader.IsComplete
            ? new PackageFile(name, source, manifest, assembly)
            : throw CommandException.BadInput($"{path} is damaged: it is not a whole package");
    }
}
