using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>Asks for another view as if it had prepared nothing: hides P from some or from all.</summary>
internal sealed class PreparedHider : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.ViewChange &&
            Read(original) is ViewChangeMessage { Prepared.Count: > 0 } message)
        {
            node.Cluster.Count(CoverageKind.HiddenPrepared);
            Replace(outgoing, original, Sign(
                node, MessageKind.ViewChange, ViewChangeMessage.EncodeBody(message.NewView, message.Stable, [])));
        }
    }
}
