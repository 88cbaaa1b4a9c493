using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>As primary, proposes one batch to one half and another to the other half.</summary>
internal sealed class SplitBatches : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.PrePrepare && to.Index % 2 == 1 &&
            Read(original) is PrePrepareMessage message &&
            EquivocatingPrimary.AlternativeOf(node, message) is { } other)
        {
            node.Cluster.Count(CoverageKind.SplitBatches);
            Replace(outgoing, original, other);
        }
    }
}
