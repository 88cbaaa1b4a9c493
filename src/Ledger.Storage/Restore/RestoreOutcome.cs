namespace Ledger.Storage;

/// <summary>What became of a piece that a peer sent for a <see cref="StateRestore"/>.</summary>
public enum RestoreOutcome
{
    /// <summary>It is true and was kept.</summary>
    Added,

    /// <summary>It was there already; not looked at.</summary>
    Known,

    /// <summary>It does not fit the certified header: the peer is wrong.</summary>
    Refused,

    /// <summary>
    /// It is true, but too small a part to keep book of (<see cref="Primitives.SnapshotProgress.PointsMax"/>).
    /// </summary>
    TooSmall,
}
