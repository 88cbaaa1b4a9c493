using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The pre-prepare that a replica accepted last at a height, with its own prepare (empty for a primary). Layout: view
/// u64, height u64, batch digest 32, primary's signature bytes, own signature bytes.
/// </summary>
internal sealed record VoteRecord(
    ViewNumber View,
    SequenceNumber Height,
    Digest Digest,
    ReadOnlyMemory<byte> PrimarySignature,
    ReadOnlyMemory<byte> OwnSignature)
{
    public byte[] Encode() => new CanonicalWriter(192)
        .U64(View.Value).U64(Height.Value).Digest(Digest)
        .Bytes(PrimarySignature.Span).Bytes(OwnSignature.Span).ToArray();

    public static VoteRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var record = new VoteRecord(
            new ViewNumber(reader.U64()),
            new SequenceNumber(reader.U64()),
            reader.Digest(),
            reader.Bytes(64).ToArray(),
            reader.Bytes(64).ToArray());
        return reader.IsComplete ? record : null;
    }
}
