using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A stable checkpoint for a replica that missed its votes (PITFALLS.md 17). Body: kind u8, then the checkpoint.
/// </summary>
internal sealed record StableCheckpointMessage(ReplicaId Sender, StableCheckpoint Checkpoint) : ConsensusMessage(Sender)
{
    public static byte[] EncodeBody(StableCheckpoint checkpoint) =>
        checkpoint.Encode(new CanonicalWriter(512).U8((byte)MessageKind.StableCheckpoint)).ToArray();

    public static StableCheckpointMessage? TryDecode(Envelope envelope)
    {
        var reader = new CanonicalReader(envelope.Body.Span);
        var kind = reader.U8();
        var checkpoint = StableCheckpoint.Decode(ref reader);
        return reader.IsComplete && kind == (byte)MessageKind.StableCheckpoint
            ? new StableCheckpointMessage(envelope.Sender, checkpoint)
            : null;
    }
}
