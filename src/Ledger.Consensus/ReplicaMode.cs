namespace Ledger.Consensus;

/// <summary>What a replica is doing.</summary>
public enum ReplicaMode
{
    /// <summary>Ordering in a view.</summary>
    Normal,

    /// <summary>Waiting for a new view.</summary>
    ViewChange,

    /// <summary>Waiting for blocks from peers.</summary>
    CatchUp,

    /// <summary>Not among the validators: follows by certified blocks, votes on nothing.</summary>
    Observer,

    /// <summary>A quorum certified another header than ours: no more votes.</summary>
    Diverged,
}
