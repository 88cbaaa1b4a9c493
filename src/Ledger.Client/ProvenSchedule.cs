using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>Who certifies which block, as a certified state says it. Immutable.</summary>
/// <param name="Schedule">The members and the change that is decided.</param>
/// <param name="Header">The block after which this holds.</param>
public sealed record ProvenSchedule(MembershipSchedule Schedule, BlockHeader Header)
{
    /// <summary>Who certifies the next block.</summary>
    public Membership Members => Schedule.At(Header.Height.Next);

    /// <summary>Last block of the epoch before; 0 in the first epoch.</summary>
    public SequenceNumber EpochBase => Schedule.BaseAt(Header.Height.Next);

    /// <summary>The change that is decided and not in force yet; null when there is none.</summary>
    public MembershipChange? Pending => Schedule.PendingAt(Header.Height.Next);

    /// <summary>The members that the next proposal starts from: those of the change that was decided last.</summary>
    public Membership Latest => Schedule.Change?.Next ?? Schedule.Current;
}
