using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Asks for a batch that a new view proposes and this replica never got. Body: kind u8, height u64, digest 32.
/// </summary>
internal sealed record FetchBatchMessage(ReplicaId Sender, SequenceNumber Height, Digest Digest)
    : ConsensusMessage(Sender)
{
    public static byte[] EncodeBody(MessageKind kind, SequenceNumber height, Digest digest) =>
        new CanonicalWriter(48).U8((byte)kind).U64(height.Value).Digest(digest).ToArray();

    public static FetchBatchMessage? TryDecode(Envelope envelope)
    {
        var reader = new CanonicalReader(envelope.Body.Span);
        var kind = (MessageKind)reader.U8();
        var height = new SequenceNumber(reader.U64());
        var digest = reader.Digest();
        return reader.IsComplete && kind == envelope.Kind
            ? new FetchBatchMessage(envelope.Sender, height, digest)
            : null;
    }
}
