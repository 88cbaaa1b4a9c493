using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// NEW-VIEW (§4.4). Body: view u64; V: count, then sender u16, body bytes, signature 64 by ascending sender; O: count,
/// then digest 32 and signature 64 for min-s + 1 onwards.
/// </summary>
internal sealed record NewViewMessage(
    ReplicaId Sender,
    ViewNumber View,
    IReadOnlyList<ViewChangeMessage> ViewChanges,
    NewViewPlan Plan,
    IReadOnlyList<NewViewProposal> Proposals) : ConsensusMessage(Sender)
{
    public static byte[] EncodeBody(
        ViewNumber view, IReadOnlyList<ViewChangeMessage> viewChanges, IReadOnlyList<NewViewProposal> proposals)
    {
        var writer = new CanonicalWriter(16 * 1024).U64(view.Value).Count(viewChanges.Count);
        foreach (var viewChange in viewChanges)
        {
            writer.U16(viewChange.Sender.Value).Bytes(viewChange.Body.Span).Raw(viewChange.Signature.Span);
        }

        writer.Count(proposals.Count);
        foreach (var proposal in proposals)
        {
            writer.Digest(proposal.Digest).Raw(proposal.Signature.Span);
        }

        return writer.ToArray();
    }

    /// <summary>Reads and checks the form, and that O is what V implies. No signature is checked.</summary>
    public static NewViewMessage? TryDecode(Envelope envelope)
    {
        var body = envelope.Body;
        var reader = new CanonicalReader(body.Span);
        var view = new ViewNumber(reader.U64());
        var viewChanges = new ViewChangeMessage[reader.Count(2 + 4 + 64, Membership.ValidatorsMax)];
        for (var i = 0; i < viewChanges.Length; i++)
        {
            var sender = new ReplicaId(reader.U16());
            var size = reader.Bytes().Length;
            var end = body.Length - reader.Remaining;
            reader.Raw(64);
            if (reader.Failed ||
                ViewChangeMessage.TryDecode(
                    sender, body.Slice(end - size, size), body.Slice(end, 64)) is not { } decoded ||
                decoded.NewView != view || (i > 0 && decoded.Sender.Value <= viewChanges[i - 1].Sender.Value))
            {
                return null;
            }

            viewChanges[i] = decoded;
        }

        var proposals = new NewViewProposal[reader.Count(96, 2 * ConsensusParameters.WindowSizeMax)];
        for (var i = 0; i < proposals.Length; i++)
        {
            proposals[i] = new NewViewProposal(reader.Digest(), reader.Raw(64).ToArray());
        }

        return reader.IsComplete && viewChanges.Length > 0 && ImpliedPlan(viewChanges, proposals) is { } plan
            ? new NewViewMessage(envelope.Sender, view, viewChanges, plan, proposals)
            : null;
    }

    /// <summary>
    /// Whether a quorum asked for the view, everything is signed by who it should be, and all certificates are valid.
    /// </summary>
    public bool Verify(IEd25519Verifier verifier, Epoch epoch)
    {
        var membership = epoch.Membership;
        var primary = membership.Primary(View);
        if (Sender != primary || ViewChanges.Count < membership.Quorum)
        {
            return false;
        }

        foreach (var viewChange in ViewChanges)
        {
            if (!membership.Contains(viewChange.Sender) ||
                !SigningDomain.ViewChange.Verify(
                    verifier,
                    epoch.Id,
                    viewChange.Body.Span,
                    membership.KeyOf(viewChange.Sender),
                    viewChange.Signature.Span) ||
                !viewChange.VerifyCertificates(verifier, epoch))
            {
                return false;
            }
        }

        for (var i = 0; i < Proposals.Count; i++)
        {
            var height = new SequenceNumber(Plan.Stable.Height.Value + (ulong)i + 1);
            if (!SigningDomain.PrePrepare.Verify(
                verifier,
                epoch.Id,
                OrderingVote.Encode(View, height, Proposals[i].Digest),
                membership.KeyOf(primary),
                Proposals[i].Signature.Span))
            {
                return false;
            }
        }

        return true;
    }

    private static NewViewPlan? ImpliedPlan(ViewChangeMessage[] viewChanges, NewViewProposal[] proposals)
    {
        var plan = NewViewCalculator.Compute(viewChanges);
        if (plan.Digests.Count != proposals.Length)
        {
            return null;
        }

        for (var i = 0; i < proposals.Length; i++)
        {
            if (proposals[i].Digest != plan.Digests[i])
            {
                return null;
            }
        }

        return plan;
    }
}
