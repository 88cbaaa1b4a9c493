using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// What the execution thread of a node is given. The family is closed, so it stands together in this file.
/// </summary>
internal abstract record ExecutionWork
{
    /// <summary>Execute a batch tentatively.</summary>
    public sealed record Execute(ulong Token, SequenceNumber Height, Batch Batch) : ExecutionWork;

    /// <summary>Forget tentative executions.</summary>
    public sealed record Drop(SequenceNumber From) : ExecutionWork;

    /// <summary>Store what was executed, with its certificate.</summary>
    public sealed record Commit(SequenceNumber Height, BlockHeader Header, CommitCertificate Certificate)
        : ExecutionWork;

    /// <summary>Execute and store a fetched block whose certificate was verified.</summary>
    public sealed record Import(Block Block, Action Done) : ExecutionWork;

    /// <summary>Store a snapshot that was verified.</summary>
    public sealed record Restore(Snapshot Snapshot, Action Done) : ExecutionWork;
}
