namespace Ledger.Simulation;

/// <summary>
/// What a run may meet: faults first, then events of the protocol. The names are the rows of the table.
/// </summary>
internal enum CoverageKind
{
    /// <summary>A message was lost.</summary>
    Loss,

    /// <summary>A message of one kind, at some heights, was lost on some links.</summary>
    SelectiveLoss,

    /// <summary>An adversary of the network saw to it that two replicas alone prepared, in different views.</summary>
    SplitPrepared,

    /// <summary>A message took much longer than usual.</summary>
    Delay,

    /// <summary>A message overtook an earlier one on its link.</summary>
    Reordering,

    /// <summary>A message arrived twice.</summary>
    Duplication,

    /// <summary>An old message was delivered once more.</summary>
    Replay,

    /// <summary>A replayed message was of a view that its sender has left.</summary>
    ReplayOfOldView,

    /// <summary>A replayed message was of an epoch that its sender has left.</summary>
    ReplayOfOldEpoch,

    /// <summary>Two groups could not hear each other.</summary>
    SymmetricPartition,

    /// <summary>A group was heard but could not hear, or the reverse.</summary>
    AsymmetricPartition,

    /// <summary>One link was far slower than the others.</summary>
    SlowLink,

    /// <summary>A wall clock stood off.</summary>
    ClockSkew,

    /// <summary>A clock ran fast or slow.</summary>
    ClockDrift,

    /// <summary>A crash between two turns of the loop.</summary>
    CrashWhileIdle,

    /// <summary>A crash after a step, before its records were written.</summary>
    CrashBeforeWrite,

    /// <summary>A crash after records were written, before they were synced.</summary>
    CrashBeforeSync,

    /// <summary>A crash after the sync, before anything was sent.</summary>
    CrashAfterSync,

    /// <summary>A crash between two effects of a turn.</summary>
    CrashBetweenSends,

    /// <summary>A crash before a block was written.</summary>
    CrashBeforeBlockWrite,

    /// <summary>A crash after a block was written, before it was synced.</summary>
    CrashBeforeBlockSync,

    /// <summary>A crash after a block was durable, before the replica knew.</summary>
    CrashAfterBlockCommit,

    /// <summary>A crash between two fetched blocks.</summary>
    CrashDuringCatchUp,

    /// <summary>A crash while a snapshot was on its way or being written.</summary>
    CrashDuringSnapshot,

    /// <summary>All nodes lost power at once.</summary>
    PowerLoss,

    /// <summary>A node came back.</summary>
    Restart,

    /// <summary>A crash lost writes that were not synced.</summary>
    LostWrites,

    /// <summary>A crash tore a write, and recovery discarded it.</summary>
    TornWrite,

    /// <summary>A node was gone for good.</summary>
    Death,

    /// <summary>A disk was lost with everything on it.</summary>
    DiskLoss,

    /// <summary>A faulty primary sent two batches for one height to everyone.</summary>
    EquivocatingPrimary,

    /// <summary>A faulty primary sent different batches to different halves.</summary>
    SplitBatches,

    /// <summary>A faulty primary started a view in two ways.</summary>
    EquivocatingNewView,

    /// <summary>A faulty primary sent a NEW-VIEW whose O or V is wrong.</summary>
    ForgedNewView,

    /// <summary>A faulty primary prepared, or a faulty backup proposed.</summary>
    BrokenRole,

    /// <summary>A faulty primary proposed what no client signed.</summary>
    ForgedRequest,

    /// <summary>A faulty replica voted twice.</summary>
    DoubleVote,

    /// <summary>A faulty replica forged or reused old certificates.</summary>
    ForgedCertificate,

    /// <summary>A faulty replica was silent to some.</summary>
    SilenceToSome,

    /// <summary>A faulty replica hid what it had prepared from a view change.</summary>
    HiddenPrepared,

    /// <summary>A faulty replica gave a stale checkpoint in a view change.</summary>
    StaleCheckpoint,

    /// <summary>A faulty replica asked for a view far ahead.</summary>
    InflatedView,

    /// <summary>A faulty replica ignored the requests of one client.</summary>
    Censorship,

    /// <summary>A faulty replica sent its own old messages again.</summary>
    ByzantineReplay,

    /// <summary>A faulty replica sent bytes that are no message, or a message with bits turned.</summary>
    Garbage,

    /// <summary>A faulty replica claimed a head that does not exist.</summary>
    FalseHead,

    /// <summary>A faulty replica served blocks or snapshots that it had changed.</summary>
    FalseBlocks,

    /// <summary>Two copies of one identity were running.</summary>
    Twins,

    /// <summary>A client handed the same request to several nodes, also after it was executed.</summary>
    DuplicateRequest,

    /// <summary>A client flooded a node.</summary>
    RequestFlood,

    /// <summary>A client signed badly.</summary>
    BadSignature,

    /// <summary>A validator was added.</summary>
    MemberAdded,

    /// <summary>A validator was removed.</summary>
    MemberRemoved,

    /// <summary>A validator was replaced.</summary>
    MemberReplaced,

    /// <summary>A validator's key was rotated.</summary>
    KeyRotated,

    /// <summary>A validator that lost its disk votes again.</summary>
    MemberRejoined,

    /// <summary>A replica asked for another view.</summary>
    ViewChange,

    /// <summary>A replica entered a new view.</summary>
    NewView,

    /// <summary>A new view had to choose between two batches that were prepared at one height.</summary>
    PreparedConflict,

    /// <summary>A checkpoint became stable at a replica.</summary>
    Checkpoint,

    /// <summary>A replica entered another epoch.</summary>
    Reconfiguration,

    /// <summary>A replica proved that another contradicted itself.</summary>
    Evidence,

    /// <summary>A proposal was refused.</summary>
    RefusedProposal,

    /// <summary>A null batch was ordered: a block without transactions at the time of the block before.</summary>
    NullBatch,

    /// <summary>A batch was ordered and executed as null.</summary>
    VoidedBatch,

    /// <summary>A catch-up brought blocks.</summary>
    CatchUp,

    /// <summary>A snapshot was installed.</summary>
    Snapshot,

    /// <summary>A message was refused by the verifier.</summary>
    RefusedMessage,

    /// <summary>A transaction was refused at admission.</summary>
    RefusedRequest,

    /// <summary>A block was committed: once for each height of each run.</summary>
    Block,
}
