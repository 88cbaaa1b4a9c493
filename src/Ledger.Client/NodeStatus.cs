using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>What a node says of itself. Its own word; nothing in it is proven. Immutable.</summary>
public sealed record NodeStatus
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>The chain; the client has checked that it is its own.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>Height of the last stored block; 0 before the first.</summary>
    public required SequenceNumber Height { get; init; }

    /// <summary>Hash of the last header.</summary>
    public required Digest HeaderHash { get; init; }

    /// <summary>State root of the last header.</summary>
    public required Digest StateRoot { get; init; }

    /// <summary>PBFT view.</summary>
    public required ViewNumber View { get; init; }

    /// <summary>What the replica is doing, in words.</summary>
    public required string Mode { get; init; }

    /// <summary>Name of the view's primary.</summary>
    public required string Primary { get; init; }

    /// <summary>Transactions that wait to be ordered.</summary>
    public required int PendingTransactions { get; init; }

    /// <summary>Transactions executed since the process began.</summary>
    public required long Transactions { get; init; }

    /// <summary>Ledger time of the head, milliseconds since 1970-01-01 UTC.</summary>
    public required ulong LedgerTimeMilliseconds { get; init; }

    /// <summary>Whether the node votes; otherwise it follows.</summary>
    public required bool IsValidator { get; init; }

    /// <summary>Last block of the epoch before; 0 in the first epoch.</summary>
    public required SequenceNumber EpochBase { get; init; }

    /// <summary>Last block of the epoch when a change of members is decided; otherwise 0.</summary>
    public required SequenceNumber EpochEnd { get; init; }

    /// <summary>View changes since the process began.</summary>
    public required long ViewChanges { get; init; }

    /// <summary>From this height on the node has whole blocks.</summary>
    public required SequenceNumber LowestBlock { get; init; }

    /// <summary>Pairs of contradicting messages that the node keeps.</summary>
    public required long Evidence { get; init; }

    /// <summary>The pairs; unchecked until <see cref="LedgerClient.FlawOfAsync"/>.</summary>
    public required IReadOnlyList<EvidenceRecord> EvidenceRecords { get; init; }

    /// <summary>Processor time of the process so far.</summary>
    public required TimeSpan ProcessorTime { get; init; }

    /// <summary>Memory of the process, in bytes.</summary>
    public required long WorkingSetBytes { get; init; }

    /// <summary>The other validators and whether this node is connected to them.</summary>
    public required IReadOnlyList<NodePeer> Peers { get; init; }

    /// <summary>Names of all validators of the epoch, in order of their replica ids.</summary>
    public required IReadOnlyList<string> Validators { get; init; }
}
