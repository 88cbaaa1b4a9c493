using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>Something that a replica noticed. The family is closed, so it stands together in this file.</summary>
public abstract record ReplicaReport
{
    private protected ReplicaReport()
    {
    }
}

/// <summary>
/// A replica signed two different statements for one view and height; the two messages prove it to whoever knows the
/// epoch. The view of a checkpoint is 0.
/// </summary>
/// <param name="Epoch">Id of the epoch, which the messages are signed under.</param>
/// <param name="Validator">Who signed.</param>
/// <param name="Kind">Of both messages.</param>
/// <param name="View">Of both messages.</param>
/// <param name="Height">Of both messages.</param>
/// <param name="First">Encoded message that was kept; without the batch for a pre-prepare.</param>
/// <param name="Second">Encoded message that was ignored; without the batch for a pre-prepare.</param>
public sealed record Evidence(
    Digest Epoch,
    Validator Validator,
    MessageKind Kind,
    ViewNumber View,
    SequenceNumber Height,
    ReadOnlyMemory<byte> First,
    ReadOnlyMemory<byte> Second) : ReplicaReport
{
    /// <summary>For the log: who, what, where; the messages are in the record on disk.</summary>
    public override string ToString() =>
        $"Evidence {{ Validator = {Validator.Name}, Kind = {Kind}, View = {View}, Height = {Height} }}";
}

/// <summary>
/// A quorum certified another header than this replica computed; it stops voting until it is repaired.
/// </summary>
public sealed record Divergence(SequenceNumber Height, Digest OwnHeaderHash, Digest CertifiedHeaderHash)
    : ReplicaReport;

/// <summary>This replica asks for a view.</summary>
public sealed record ViewChangeStarted(ViewNumber View, ViewChangeReason Reason) : ReplicaReport;

/// <summary>This replica works in a new view.</summary>
public sealed record ViewChanged(ViewNumber View, ReplicaId Primary) : ReplicaReport;

/// <summary>Another membership orders the heights from here on.</summary>
public sealed record EpochEntered(SequenceNumber Base, int Validators, bool IsMember) : ReplicaReport;

/// <summary>A stable checkpoint moved the watermarks.</summary>
public sealed record CheckpointStable(SequenceNumber Height) : ReplicaReport;

/// <summary>A proposal of the primary was not accepted.</summary>
public sealed record ProposalRejected(ViewNumber View, SequenceNumber Height, ProposalFlaw Flaw) : ReplicaReport;

/// <summary>
/// An ordered batch repeats a transaction of an earlier block or its time is not after the block before: every replica
/// executes a null batch in its place.
/// </summary>
public sealed record BatchVoided(SequenceNumber Height, Digest BatchDigest) : ReplicaReport;
