namespace Ledger.Simulation;

/// <summary>
/// Where a crash may come: every point at which a real node waits or could be stopped between two things that must not
/// be torn apart. A fault arms one of them, and the node goes down when it gets there next.
/// </summary>
internal enum CrashPoint
{
    /// <summary>Between two turns.</summary>
    Idle,

    /// <summary>After a step, before its records are written.</summary>
    BeforeWrite,

    /// <summary>After the write, before the sync.</summary>
    BeforeSync,

    /// <summary>After the sync, before the first effect.</summary>
    AfterSync,

    /// <summary>After the first effects, before the others.</summary>
    BetweenSends,

    /// <summary>Before a block is written.</summary>
    BeforeBlockWrite,

    /// <summary>After a block is written, before it is synced.</summary>
    BeforeBlockSync,

    /// <summary>After a block is durable, before the replica knows.</summary>
    AfterBlockCommit,

    /// <summary>Between two fetched blocks.</summary>
    DuringCatchUp,

    /// <summary>While a snapshot is on its way or being written.</summary>
    DuringSnapshot,
}
