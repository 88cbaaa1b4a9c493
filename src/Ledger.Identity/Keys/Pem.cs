using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ledger.Identity;

/// <summary>PEM blocks of public things (RFC 7468). Private keys go through <see cref="KeyFile"/>.</summary>
internal static class Pem
{
    internal const string Certificate = "CERTIFICATE";
    internal const string RevocationList = "X509 CRL";

    // A revocation list of 1 MiB in Base64, with room to spare.
    private const int FileBytesMax = 2 << 20;

    internal static string Encode(string label, ReadOnlySpan<byte> content) =>
        $"{PemEncoding.WriteString(label, content)}\n";

    /// <summary>The first block; it must have the label.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, string label, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        if (!PemEncoding.TryFind(text, out var fields) || !text[fields.Label].SequenceEqual(label))
        {
            return false;
        }

        var decoded = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(text[fields.Base64Data], decoded, out _))
        {
            return false;
        }

        content = decoded;
        return true;
    }

    /// <exception cref="IdentityException">The file is missing, too large or has no such block.</exception>
    internal static byte[] Load(string path, string label)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length <= FileBytesMax && TryDecode(File.ReadAllText(path), label, out var content))
            {
                return content;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read: {exception.Message}", exception);
        }

        throw new IdentityException($"{path} is not a PEM file with a {label}.");
    }
}
