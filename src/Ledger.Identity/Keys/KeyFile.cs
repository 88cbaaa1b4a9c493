using System.Security.Cryptography;
using System.Text;

namespace Ledger.Identity;

/// <summary>
/// Private keys on disk: PKCS#8 PEM ("PRIVATE KEY", RFC 7468 §10), mode 0600. A key that others may read is not loaded,
/// because it may have been copied already. Not thread safe for one path.
/// </summary>
public static class KeyFile
{
    private const string PemLabel = "PRIVATE KEY";

    // A P-256 key takes about 240 bytes of PEM, an Ed25519 key 119.
    private const int FileBytesMax = 4096;

    /// <summary>Writes or replaces an Ed25519 key file (RFC 8410).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Ed25519KeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        var encoded = Ed25519Pkcs8.Encode(keyPair);
        SaveEncoded(path, encoded);
    }

    /// <summary>Writes or replaces a P-256 key file (RFC 5915 inside PKCS#8).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        SaveEncoded(path, key.ExportPkcs8PrivateKey());
    }

    /// <summary>Loads an Ed25519 key.</summary>
    /// <exception cref="IdentityException">
    /// The file is missing, readable by group or others, or holds something else; the message names the file and the
    /// remedy.
    /// </exception>
    public static Ed25519KeyPair LoadEd25519(string path)
    {
        var encoded = LoadEncoded(path);
        try
        {
            return Ed25519Pkcs8.TryDecode(encoded, out var keyPair)
                ? keyPair
                : throw new IdentityException($"{path} does not hold an Ed25519 private key.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }
    }

    /// <summary>Loads a P-256 key.</summary>
    /// <exception cref="IdentityException">As for <see cref="LoadEd25519"/>.</exception>
    public static ECDsa LoadP256(string path)
    {
        var encoded = LoadEncoded(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(encoded, out var bytesRead);
            if (bytesRead == encoded.Length &&
                key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Oids.P256)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // Told below, in the same words as a key of another curve.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }

        key.Dispose();
        throw new IdentityException($"{path} does not hold a P-256 private key.");
    }

    private static void SaveEncoded(string path, byte[] encoded)
    {
        var text = PemEncoding.Write(PemLabel, encoded);
        var content = new byte[text.Length + 1];
        Encoding.ASCII.GetBytes(text, content);
        content[^1] = (byte)'\n';
        try
        {
            AtomicFile.WritePrivate(path, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
            CryptographicOperations.ZeroMemory(content);
            Array.Clear(text);
        }
    }

    private static byte[] LoadEncoded(string path)
    {
        var content = ReadPrivate(path);
        var text = new char[content.Length];
        try
        {
            Encoding.ASCII.GetChars(content, text);
            if (!PemEncoding.TryFind(text, out var fields) || !text.AsSpan(fields.Label).SequenceEqual(PemLabel))
            {
                throw new IdentityException($"{path} is not a PEM file with a {PemLabel}.");
            }

            var encoded = new byte[fields.DecodedDataLength];
            return Convert.TryFromBase64Chars(text.AsSpan(fields.Base64Data), encoded, out _)
                ? encoded
                : throw new IdentityException($"{path} is not valid PEM.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            Array.Clear(text);
        }
    }

    private static byte[] ReadPrivate(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            RefuseIfShared(path, file);
            var length = RandomAccess.GetLength(file);
            if (length > FileBytesMax)
            {
                throw new IdentityException($"{path} is too large for a key file.");
            }

            var content = new byte[length];
            var read = RandomAccess.Read(file, content, 0);
            return read == length ? content : throw new IdentityException($"{path} changed while it was read.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    // Asked of the open handle, so that the file checked is the file read.
    private static void RefuseIfShared(string path, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(file);
        if ((mode & others) != 0)
        {
            throw new IdentityException(
                $"{path} has mode 0{Convert.ToString((int)mode, 8)}: other users may have read this private key. " +
                "Replace the key, or run chmod 600 on the file if nobody had access.");
        }
    }
}
