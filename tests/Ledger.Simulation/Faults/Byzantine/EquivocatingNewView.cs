using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// As the primary of a new view, starts it in two ways: to one half as it should, to the other from a V in which its
/// own VIEW-CHANGE says that it has prepared nothing. Both are well formed, and each O follows from its V.
/// </summary>
internal sealed class EquivocatingNewView : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.NewView && to.Index % 2 == 1 && Read(original) is NewViewMessage message &&
            node.Epoch.Membership.Find(node.Name) is { } self && message.Sender == self &&
            AlternativeOf(node, self, message) is { } other)
        {
            node.Cluster.Count(CoverageKind.EquivocatingNewView);
            Replace(outgoing, original, other);
        }
    }

    private static WireMessage? AlternativeOf(SimulatedNode node, ReplicaId self, NewViewMessage message)
    {
        var viewChanges = new List<ViewChangeMessage>();
        foreach (var viewChange in message.ViewChanges)
        {
            viewChanges.Add(viewChange.Sender == self ? Emptied(node, viewChange) : viewChange);
        }

        var plan = NewViewCalculator.Compute(viewChanges);
        var proposals = new NewViewProposal[plan.Digests.Count];
        for (var i = 0; i < proposals.Length; i++)
        {
            var height = new SequenceNumber(plan.Stable.Height.Value + (ulong)i + 1);
            var vote = OrderingVote.Encode(message.View, height, plan.Digests[i]);
            proposals[i] = new NewViewProposal(plan.Digests[i], SignatureOf(node, MessageKind.PrePrepare, vote));
        }

        return Sign(node, MessageKind.NewView, NewViewMessage.EncodeBody(message.View, viewChanges, proposals));
    }

    private static ViewChangeMessage Emptied(SimulatedNode node, ViewChangeMessage message)
    {
        var body = ViewChangeMessage.EncodeBody(message.NewView, message.Stable, []);
        return ViewChangeMessage.TryDecode(message.Sender, body, SignatureOf(node, MessageKind.ViewChange, body))!;
    }
}
