using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// One thing that happens to a replica. The family is closed: these are all the doors into the state machine, so they
/// stand together in this file.
/// </summary>
public abstract record ReplicaInput
{
    private protected ReplicaInput()
    {
    }
}

/// <summary>
/// The passing of time, the only way in which it arrives; every other input is taken at the last tick. The host ticks
/// when <see cref="Replica.NextDeadlineMilliseconds"/> is reached and its input queue is drained.
/// </summary>
/// <param name="MonotonicMilliseconds">Any clock that never goes back; timers go by it.</param>
/// <param name="WallClockMilliseconds">Milliseconds since 1970-01-01 UTC; batch times go by it.</param>
public sealed record Tick(long MonotonicMilliseconds, ulong WallClockMilliseconds) : ReplicaInput;

/// <summary>A peer's message that <see cref="MessageVerifier"/> vouched for.</summary>
public sealed record Received(VerifiedMessage Message) : ReplicaInput;

/// <summary>
/// A transaction of a client of this node, its signature verified. Answered by <see cref="Admission"/>.
/// </summary>
public sealed record Submitted(Transaction Transaction) : ReplicaInput;

/// <summary>The host has executed a batch tentatively.</summary>
/// <param name="Token">Of the <see cref="Execute"/>; a token of a dropped execution is ignored.</param>
/// <param name="Height">Height of the batch.</param>
/// <param name="BatchDigest">Digest of the batch as given in <see cref="Execute"/>.</param>
/// <param name="Header">The resulting header.</param>
/// <param name="Change">The change of members that is still to come after this block; null when none is.</param>
public sealed record Executed(
    ulong Token, SequenceNumber Height, Digest BatchDigest, BlockHeader Header, MembershipChange? Change)
    : ReplicaInput;

/// <summary>A block of <see cref="CommitBlock"/> is durable. In height order.</summary>
public sealed record Stored(SequenceNumber Height) : ReplicaInput;

/// <summary>
/// One block that catch-up has checked, executed and stored. In height order, only while catching up.
/// </summary>
/// <param name="Header">Of the block.</param>
/// <param name="Certificate">Of the block, verified by the host.</param>
/// <param name="Transactions">Ids and last valid heights of its transactions.</param>
/// <param name="Change">As in <see cref="Executed"/>.</param>
public sealed record Imported(
    BlockHeader Header,
    CommitCertificate Certificate,
    IReadOnlyList<(Digest Id, ulong ValidUntil)> Transactions,
    MembershipChange? Change) : ReplicaInput;

/// <summary>
/// Catch-up has installed a snapshot of the certified state in place of all blocks up to a height above the head. Only
/// while catching up.
/// </summary>
/// <param name="Header">Of the snapshot's block, the head from now on.</param>
/// <param name="Certificate">Of that block, verified by the host from genesis on.</param>
/// <param name="Epoch">The epoch of the height above it.</param>
/// <param name="Change">As in <see cref="Executed"/>.</param>
/// <param name="RecentTransactions">As in <see cref="ReplicaStart"/>, all up to this block.</param>
public sealed record Restored(
    BlockHeader Header,
    CommitCertificate Certificate,
    Epoch Epoch,
    MembershipChange? Change,
    IReadOnlyList<(Digest Id, ulong ValidUntil)> RecentTransactions) : ReplicaInput;

/// <summary>A peer says how high its stored head is, asked by <see cref="Probe"/>: a claim, no more.</summary>
public sealed record Probed(ReplicaId Peer, SequenceNumber Head) : ReplicaInput;

/// <summary>The catch-up that <see cref="CatchUp"/> asked for is over.</summary>
/// <param name="Success">Whether the target was reached.</param>
public sealed record CatchUpEnded(bool Success) : ReplicaInput;
