using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Asks for views far ahead, now and then, whether or not anything is wrong.</summary>
internal sealed class ViewInflater : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.ViewChange || (original.Kind == MessageKind.Status && node.Random.Chance(10)))
        {
            var view = new ViewNumber(node.View.Value + (ulong)node.Random.Between(2, 1000));
            var inflated = Sign(
                node, MessageKind.ViewChange,
                ViewChangeMessage.EncodeBody(view, StableCheckpoint.BaseOf(node.Epoch), []));
            if (inflated != null)
            {
                node.Cluster.Count(CoverageKind.InflatedView);
                outgoing.Add(inflated);
            }
        }
    }
}
