using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>PREPARE (digest of the batch) or COMMIT (hash of the header).</summary>
internal sealed record VoteMessage(
    MessageKind Kind,
    ReplicaId Sender,
    ViewNumber View,
    SequenceNumber Height,
    Digest Digest,
    ReadOnlyMemory<byte> Signature) : ConsensusMessage(Sender)
{
    public static VoteMessage? TryDecode(Envelope envelope) =>
        OrderingVote.TryDecode(envelope.Body.Span) is { } vote
            ? new VoteMessage(envelope.Kind, envelope.Sender, vote.View, vote.Height, vote.Digest, envelope.Signature)
            : null;
}
