namespace Ledger.Primitives.Tests;

/// <summary>
/// What every decoder owes: it takes back what was encoded; it never throws; and what it accepts re-encodes to the very bytes that it
/// was given, so that no value has two encodings.
/// </summary>
internal static class Codec
{
    /// <summary>Decodes and encodes again; null when the decoder refuses.</summary>
    public delegate byte[]? RoundTrip(byte[] bytes);

    public static RoundTrip Transaction { get; } = bytes => Primitives.Transaction.TryDecode(bytes)?.Encoded.ToArray();

    public static RoundTrip Body { get; } = bytes => TransactionBody.TryDecode(bytes)?.Encode();

    public static RoundTrip Batch { get; } = bytes => Primitives.Batch.TryDecode(bytes)?.Encode();

    public static RoundTrip Header { get; } = bytes => BlockHeader.TryDecode(bytes)?.Encode();

    public static RoundTrip Receipt { get; } = bytes => Primitives.Receipt.TryDecode(bytes)?.Encode();

    public static RoundTrip Block { get; } = bytes => Primitives.Block.TryDecode(bytes)?.Encode();

    public static RoundTrip Certificate { get; } = bytes =>
    {
        var reader = new CanonicalReader(bytes);
        var certificate = CommitCertificate.Decode(ref reader);
        if (!reader.IsComplete)
        {
            return null;
        }

        var writer = new CanonicalWriter();
        certificate.Encode(writer);
        return writer.ToArray();
    };

    /// <summary>Refused, or re-encoded as it was. Returns whether it was accepted.</summary>
    public static bool IsCanonical(RoundTrip codec, byte[] bytes)
    {
        var again = codec(bytes);
        Assert.True(again == null || again.AsSpan().SequenceEqual(bytes), $"re-encodes differently: {Convert.ToHexStringLower(bytes)}");
        return again != null;
    }

    /// <summary>The valid bytes, every truncation, an extra byte, and every value of every single byte.</summary>
    /// <returns>How many of the mutations (not truncations) were accepted as another value.</returns>
    public static int CheckAllMutations(RoundTrip codec, byte[] valid)
    {
        Assert.True(IsCanonical(codec, valid));
        for (var length = 0; length < valid.Length; length++)
        {
            Assert.False(IsCanonical(codec, valid[..length]), $"accepted when cut to {length} of {valid.Length} bytes");
        }

        Assert.False(IsCanonical(codec, [.. valid, 0]), "accepted with a byte too many");
        var accepted = 0;
        var mutated = (byte[])valid.Clone();
        for (var at = 0; at < mutated.Length; at++)
        {
            for (var change = 1; change < 256; change++)
            {
                mutated[at] = (byte)(valid[at] ^ change);
                accepted += IsCanonical(codec, mutated) ? 1 : 0;
            }

            mutated[at] = valid[at];
        }

        return accepted;
    }
}
