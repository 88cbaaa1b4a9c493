using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Claims blocks and checkpoints that do not exist, some of them at the end of all numbers.</summary>
internal sealed class FalseHead : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.Status && Read(original) is StatusMessage status)
        {
            var head = to.Index % 2 == 0 ? ulong.MaxValue - 3 : status.Head.Value + 100;
            var body = StatusMessage.EncodeBody(
                status.View, true, new SequenceNumber(head), new SequenceNumber(head), status.Heights.Span);
            node.Cluster.Count(CoverageKind.FalseHead);
            Replace(outgoing, original, Sign(node, MessageKind.Status, body));
        }
    }

    /// <inheritdoc/>
    public override SequenceNumber ClaimHead(SimulatedNode node, SequenceNumber head)
    {
        node.Cluster.Count(CoverageKind.FalseHead);
        return new SequenceNumber(ulong.MaxValue - 1);
    }
}
