using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>Asks for another view with the oldest checkpoint that still proves itself: the base of the epoch.</summary>
internal sealed class StaleCheckpointLiar : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.ViewChange && Read(original) is ViewChangeMessage message)
        {
            var stale = StableCheckpoint.BaseOf(node.Epoch);
            node.Cluster.Count(CoverageKind.StaleCheckpoint);
            Replace(outgoing, original, Sign(
                node, MessageKind.ViewChange, ViewChangeMessage.EncodeBody(message.NewView, stale, message.Prepared)));
        }
    }
}
