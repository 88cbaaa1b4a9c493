using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>PRE-PREPARE (Castro &amp; Liskov 1999 §4.2): the batch rides outside the signed body.</summary>
internal sealed record PrePrepareMessage(
    ReplicaId Sender,
    ViewNumber View,
    SequenceNumber Height,
    Digest BatchDigest,
    ReadOnlyMemory<byte> Signature,
    Batch Batch,
    ReadOnlyMemory<byte> BatchBytes) : ConsensusMessage(Sender)
{
    public static PrePrepareMessage? TryDecode(Envelope envelope) =>
        OrderingVote.TryDecode(envelope.Body.Span) is { } vote &&
        Batch.TryDecode(envelope.Attachment) is { } batch && batch.Digest == vote.Digest
            ? new PrePrepareMessage(
                envelope.Sender, vote.View, vote.Height, vote.Digest, envelope.Signature, batch, envelope.Attachment)
            : null;
}
