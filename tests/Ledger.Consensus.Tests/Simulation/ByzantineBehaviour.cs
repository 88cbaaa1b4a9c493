using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Simulation;

/// <summary>What a faulty replica does to its messages on their way out.</summary>
internal static class ByzantineBehaviour
{
    public const int Count = 5;

    /// <summary>The bytes that leave instead of the message.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Apply(
        int behaviour, TestChain chain, SeededRandom random, ReplicaId self, ReplicaId to, OutgoingMessage message) =>
        behaviour switch
        {
            0 => Equivocate(chain, self, to, message, always: false),
            1 => [],
            2 => message.Kind == MessageKind.Commit && to.Value % 2 == 0 ? [] : [message.Bytes],
            3 => random.Chance(30) ? [] : [message.Bytes, .. Equivocate(chain, self, to, message, always: true)],
            _ => message.Kind is MessageKind.PrePrepare or MessageKind.NewView && to.Value % 2 == 1
                ? [] : [message.Bytes],
        };

    private static ReadOnlyMemory<byte>[] Equivocate(
        TestChain chain, ReplicaId self, ReplicaId to, OutgoingMessage message, bool always)
    {
        if (!always && to.Value % 2 == 0)
        {
            return [message.Bytes];
        }

        var envelope = Envelope.TryDecode(message.Bytes)!.Value;
        switch (MessageVerifier.Decode(envelope))
        {
            case PrePrepareMessage prePrepare:
                var other = new Batch(prePrepare.Batch.TimeMilliseconds + 1, prePrepare.Batch.Transactions);
                return [Forge(chain, self, MessageKind.PrePrepare, OrderingVote.Encode(
                    prePrepare.View, prePrepare.Height, other.Digest), other.Encode())];
            case VoteMessage vote:
                return [Forge(chain, self, vote.Kind, OrderingVote.Encode(
                    vote.View, vote.Height, Digest.Of(vote.Digest.AsSpan())), default)];
            case CheckpointMessage checkpoint:
                return [Forge(chain, self, MessageKind.Checkpoint, CheckpointMessage.EncodeBody(
                    checkpoint.Height, Digest.Of(checkpoint.HeaderHash.AsSpan())), default)];
            case ViewChangeMessage viewChange:
                // Hides what it prepared.
                return [Forge(chain, self, MessageKind.ViewChange, ViewChangeMessage.EncodeBody(
                    viewChange.NewView, viewChange.Stable, []), default)];
            case StatusMessage status:
                var (head, stable) = (new SequenceNumber(ulong.MaxValue - 3), new SequenceNumber(ulong.MaxValue));
                return [Forge(chain, self, MessageKind.Status, StatusMessage.EncodeBody(
                    status.View, true, head, stable, [0, 0]), default)];
            default:
                return [message.Bytes];
        }
    }

    private static ReadOnlyMemory<byte> Forge(
        TestChain chain, ReplicaId self, MessageKind kind, byte[] body, ReadOnlyMemory<byte> attachment)
    {
        var signature = Envelope.DomainOf(kind).Sign(chain.Signers[self.Value], TestChain.Id, body);
        return new Envelope(kind, self, body, signature, attachment).Encode();
    }
}
