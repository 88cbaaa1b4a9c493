using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>CHECKPOINT (§4.3): the sender has stored the block. Body: height u64, header hash 32.</summary>
internal sealed record CheckpointMessage(
    ReplicaId Sender, SequenceNumber Height, Digest HeaderHash, ReadOnlyMemory<byte> Signature)
    : ConsensusMessage(Sender)
{
    public static byte[] EncodeBody(SequenceNumber height, Digest headerHash) =>
        new CanonicalWriter(40).U64(height.Value).Digest(headerHash).ToArray();

    public static CheckpointMessage? TryDecode(Envelope envelope)
    {
        var reader = new CanonicalReader(envelope.Body.Span);
        var height = new SequenceNumber(reader.U64());
        var hash = reader.Digest();
        return reader.IsComplete ? new CheckpointMessage(envelope.Sender, height, hash, envelope.Signature) : null;
    }
}
