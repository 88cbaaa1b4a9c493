using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>Metadata as HTTP headers: base64 for "-bin", and the names that applications may not use.</summary>
internal static class MetadataCodec
{
    /// <summary>True for names that belong to the protocol and are neither sent nor shown as metadata.</summary>
    public static bool IsReserved(string name) =>
        name.StartsWith(GrpcNames.ReservedPrefix, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(':')
        || name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
        || name.Equals(GrpcNames.Te, StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("connection", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of an entry on the wire. Base64 goes without padding, as the protocol recommends.</summary>
    public static string Encode(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=') : entry.Value;

    /// <summary>
    /// Adds what one header carries. Binary headers may hold several values with commas between; a value that is not
    /// base64, padded or not, is left out: it has no meaning and must not end the call.
    /// </summary>
    public static void AddDecoded(Metadata metadata, string name, string? value)
    {
        if (IsReserved(name) || value is null)
            return;
        string key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(new Metadata.Entry(key, value, null));
            return;
        }

        foreach (Range part in value.AsSpan().Split(','))
        {
            if (TryDecodeBase64(value.AsSpan()[part].Trim(), out byte[]? bytes))
                metadata.Add(new Metadata.Entry(key, null, bytes));
        }
    }

    private static bool TryDecodeBase64(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        ReadOnlySpan<char> bare = text.TrimEnd('=');
        int padding = (4 - (bare.Length & 3)) & 3;
        if (padding == 3)
            return false;

        char[] padded = new char[bare.Length + padding];
        bare.CopyTo(padded);
        padded.AsSpan(bare.Length).Fill('=');
        byte[] buffer = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded, buffer, out int written))
            return false;
        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }
}
