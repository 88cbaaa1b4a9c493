using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Computes O from V (§4.4), the same on every replica: from min-s, the highest stable checkpoint in V, to max-s, the
/// highest prepared height in V, each height gets the digest prepared in the highest view, or the null batch. Pure.
/// </summary>
internal static class NewViewCalculator
{
    public static NewViewPlan Compute(IReadOnlyList<ViewChangeMessage> viewChanges)
    {
        var stable = viewChanges[0].Stable;
        var end = default(SequenceNumber);
        foreach (var viewChange in viewChanges)
        {
            if (viewChange.Stable.Height > stable.Height)
            {
                stable = viewChange.Stable;
            }

            if (viewChange.Prepared is [.., var last] && last.Height > end)
            {
                end = last.Height;
            }
        }

        // Each view change reaches at most WindowSizeMax above its own checkpoint, so this is bounded.
        var count = end > stable.Height ? (int)(end.Value - stable.Height.Value) : 0;
        var digests = new Digest[count];
        var views = new ulong?[count];
        foreach (var viewChange in viewChanges)
        {
            foreach (var certificate in viewChange.Prepared)
            {
                if (certificate.Height <= stable.Height)
                {
                    continue;
                }

                var index = (int)(certificate.Height.Value - stable.Height.Value - 1);
                if (views[index] is not { } view || certificate.View.Value > view)
                {
                    views[index] = certificate.View.Value;
                    digests[index] = certificate.Digest;
                }
            }
        }

        return new NewViewPlan(stable, digests);
    }
}
