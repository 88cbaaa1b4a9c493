using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Speaks out of turn: as primary it also sends a PREPARE for its own proposal, and as a backup it sends a PRE-PREPARE
/// where a PREPARE is due (PITFALLS.md 1).
/// </summary>
internal sealed class RoleBreaker : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        WireMessage? other = null;
        if (original.Kind == MessageKind.PrePrepare && outgoing.Count > 0 &&
            Read(outgoing[^1]) is PrePrepareMessage proposal)
        {
            // For the batch that this peer got: another behaviour may have split it.
            other = Sign(node, MessageKind.Prepare, OrderingVote.Encode(
                proposal.View, proposal.Height, proposal.BatchDigest));
        }
        else if (original.Kind == MessageKind.Prepare && Read(original) is VoteMessage vote)
        {
            var batch = new Batch(node.Clock.Wall, []);
            other = Sign(
                node, MessageKind.PrePrepare, OrderingVote.Encode(vote.View, vote.Height, batch.Digest),
                batch.Encode());
        }

        if (other != null)
        {
            node.Cluster.Count(CoverageKind.BrokenRole);
            outgoing.Insert(0, other);
        }
    }
}
