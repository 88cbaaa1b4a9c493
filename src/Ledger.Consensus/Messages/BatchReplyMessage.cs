using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A batch asked for: the body is that of the question under its own kind, the batch is attached. The digest proves it,
/// and a quorum that prepared the digest has checked its transactions.
/// </summary>
internal sealed record BatchReplyMessage(
    ReplicaId Sender, SequenceNumber Height, Batch Batch, ReadOnlyMemory<byte> BatchBytes) : ConsensusMessage(Sender)
{
    public static BatchReplyMessage? TryDecode(Envelope envelope) =>
        FetchBatchMessage.TryDecode(envelope) is { } question &&
        Batch.TryDecode(envelope.Attachment) is { } batch && batch.Digest == question.Digest
            ? new BatchReplyMessage(envelope.Sender, question.Height, batch, envelope.Attachment)
            : null;
}
