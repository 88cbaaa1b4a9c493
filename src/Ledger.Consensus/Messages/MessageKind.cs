namespace Ledger.Consensus;

/// <summary>First byte of a message between replicas.</summary>
public enum MessageKind : byte
{
    /// <summary>The primary proposes a batch for a height.</summary>
    PrePrepare = 1,

    /// <summary>A backup agrees to the order.</summary>
    Prepare = 2,

    /// <summary>A replica vouches for the resulting header.</summary>
    Commit = 3,

    /// <summary>A replica has stored the block at a checkpoint.</summary>
    Checkpoint = 4,

    /// <summary>A replica asks for another view.</summary>
    ViewChange = 5,

    /// <summary>The new primary starts its view. The only kind that anyone may relay.</summary>
    NewView = 6,

    /// <summary>Where a replica stands and what it misses.</summary>
    Status = 7,

    /// <summary>Client requests, passed on.</summary>
    Transactions = 8,

    /// <summary>A replica asks for a batch by digest.</summary>
    FetchBatch = 9,

    /// <summary>The batch.</summary>
    BatchReply = 10,

    /// <summary>A stable checkpoint with its votes.</summary>
    StableCheckpoint = 11,
}
