using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// As the primary of a new view, sends NEW-VIEWs that are signed well and wrong: O with another digest or the null
/// batch in place of what was prepared, V with a VIEW-CHANGE too few, or with one twice.
/// </summary>
internal sealed class NewViewForger : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind != MessageKind.NewView || to.Index % 4 == 0 || Read(original) is not NewViewMessage message ||
            message.Sender != node.Epoch.Membership.Find(node.Name))
        {
            return;
        }

        node.Cluster.Count(CoverageKind.ForgedNewView);
        Replace(outgoing, original, (to.Index % 4) switch
        {
            1 => WithOtherDigests(node, message),
            2 => Make(node, message, TooFew(node, message), null),
            _ => Make(node, message, Twice(message.ViewChanges), null),
        });
    }

    private static WireMessage? WithOtherDigests(SimulatedNode node, NewViewMessage message)
    {
        var digests = new Digest[message.Plan.Digests.Count];
        for (var i = 0; i < digests.Length; i++)
        {
            digests[i] = i % 2 == 0 ? Digest.Zero : Digest.Of(message.Plan.Digests[i].AsSpan());
        }

        return Make(node, message, message.ViewChanges, digests);
    }

    private static WireMessage? Make(
        SimulatedNode node, NewViewMessage message, IReadOnlyList<ViewChangeMessage> viewChanges, Digest[]? digests)
    {
        if (viewChanges.Count == 0)
        {
            return null;
        }

        var plan = NewViewCalculator.Compute(viewChanges);
        var proposals = new NewViewProposal[digests?.Length ?? plan.Digests.Count];
        for (var i = 0; i < proposals.Length; i++)
        {
            var digest = digests?[i] ?? plan.Digests[i];
            var height = new SequenceNumber(plan.Stable.Height.Value + (ulong)i + 1);
            var vote = OrderingVote.Encode(message.View, height, digest);
            proposals[i] = new NewViewProposal(digest, SignatureOf(node, MessageKind.PrePrepare, vote));
        }

        return Sign(node, MessageKind.NewView, NewViewMessage.EncodeBody(message.View, viewChanges, proposals));
    }

    // One less than a quorum, or the own one alone, as if nothing were prepared.
    private static List<ViewChangeMessage> TooFew(SimulatedNode node, NewViewMessage message)
    {
        var viewChanges = new List<ViewChangeMessage>(message.ViewChanges);
        var own = viewChanges.Find(v => v.Sender == message.Sender);
        if (own == null || node.Random.Chance(50))
        {
            viewChanges.RemoveAt(viewChanges.Count - 1);
            return viewChanges;
        }

        var body = ViewChangeMessage.EncodeBody(own.NewView, own.Stable, []);
        return
        [
            ViewChangeMessage.TryDecode(own.Sender, body, SignatureOf(node, MessageKind.ViewChange, body))!,
        ];
    }

    private static List<ViewChangeMessage> Twice(IReadOnlyList<ViewChangeMessage> viewChanges)
    {
        var twice = new List<ViewChangeMessage>(viewChanges);
        twice[^1] = twice[0];
        return twice;
    }
}
