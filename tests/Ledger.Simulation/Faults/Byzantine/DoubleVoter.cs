using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Votes for two batches, headers and checkpoints: to some for one, to others for the other, to a few for both. For a
/// batch that a conspiring primary has split, the second vote is for the other half.
/// </summary>
internal sealed class DoubleVoter : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        var turn = to.Index % 3;
        if (turn == 0 || Other(node, original) is not { } other)
        {
            return;
        }

        node.Cluster.Count(CoverageKind.DoubleVote);
        if (turn == 1)
        {
            outgoing.Add(other);
        }
        else
        {
            Replace(outgoing, original, other);
        }
    }

    private static WireMessage? Other(SimulatedNode node, WireMessage original)
    {
        if (original.Kind is not (MessageKind.Prepare or MessageKind.Commit or MessageKind.Checkpoint))
        {
            return null;
        }

        switch (Read(original))
        {
            case VoteMessage vote:
                var digest = node.Cluster.Conspiracy.TryGetValue(vote.Digest, out var known)
                    ? known : Digest.Of(vote.Digest.AsSpan());
                return Sign(node, vote.Kind, OrderingVote.Encode(vote.View, vote.Height, digest));
            case CheckpointMessage checkpoint:
                return Sign(node, MessageKind.Checkpoint, CheckpointMessage.EncodeBody(
                    checkpoint.Height, Digest.Of(checkpoint.HeaderHash.AsSpan())));
            default:
                return null;
        }
    }
}
