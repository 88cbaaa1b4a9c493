using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>What follows from a set V of view changes.</summary>
/// <param name="Stable">The highest stable checkpoint in V; its height is min-s.</param>
/// <param name="Digests">The batch for min-s + 1, min-s + 2, ... max-s; zeros where nothing was prepared.</param>
internal sealed record NewViewPlan(StableCheckpoint Stable, IReadOnlyList<Digest> Digests)
{
    /// <summary>max-s: the last height that the new view decides at its start.</summary>
    public SequenceNumber End => new(Stable.Height.Value + (ulong)Digests.Count);

    /// <summary>Whether the height lies above min-s and up to max-s.</summary>
    public bool Covers(SequenceNumber height) => height > Stable.Height && height <= End;

    /// <summary>The batch digest for a covered height.</summary>
    public Digest DigestAt(SequenceNumber height) => Digests[IndexOf(height)];

    /// <summary>Place of a covered height in the lists.</summary>
    public int IndexOf(SequenceNumber height) => (int)(height.Value - Stable.Height.Value - 1);
}
