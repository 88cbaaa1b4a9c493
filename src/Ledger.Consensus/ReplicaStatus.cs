using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>A picture of a replica for status pages and metrics.</summary>
public sealed record ReplicaStatus
{
    /// <summary>The membership at work and where it began.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>The change of members that is decided and not in force; null when none is.</summary>
    public required MembershipChange? PendingChange { get; init; }

    /// <summary>This replica's place in the epoch; null for an observer.</summary>
    public required ReplicaId? Self { get; init; }

    /// <summary>Current view, or the view asked for while changing.</summary>
    public required ViewNumber View { get; init; }

    /// <summary>Primary of <see cref="View"/>.</summary>
    public required ReplicaId Primary { get; init; }

    /// <summary>What the replica is doing.</summary>
    public required ReplicaMode Mode { get; init; }

    /// <summary>h: height of the last stable checkpoint.</summary>
    public required SequenceNumber LowWatermark { get; init; }

    /// <summary>H: highest height that may be voted on.</summary>
    public required SequenceNumber HighWatermark { get; init; }

    /// <summary>Last stored block.</summary>
    public required SequenceNumber Head { get; init; }

    /// <summary>Last committed block; at or above <see cref="Head"/>.</summary>
    public required SequenceNumber Committed { get; init; }

    /// <summary>Transactions queued here, proposed ones included.</summary>
    public required int RequestCount { get; init; }

    /// <summary>View changes started since the replica was created.</summary>
    public required long ViewChangeCount { get; init; }

    /// <summary>Double votes seen, also before the last start; at most <see cref="Replica.EvidenceMax"/>.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Messages dropped because a buffer was full, since the replica was created.</summary>
    public required long DroppedCount { get; init; }
}
