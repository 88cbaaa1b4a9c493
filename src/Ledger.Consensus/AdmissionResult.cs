namespace Ledger.Consensus;

/// <summary>What became of a submitted transaction.</summary>
public enum AdmissionResult
{
    /// <summary>Queued, and on its way to the primary.</summary>
    Accepted,

    /// <summary>Queued already, or in a recent block.</summary>
    Duplicate,

    /// <summary>The queue of this replica is full; try later.</summary>
    QueueFull,

    /// <summary>The account has too many transactions in the queue; try later.</summary>
    AccountQueueFull,

    /// <summary>The replica that passed it on has too many transactions in the queue.</summary>
    PeerQueueFull,

    /// <summary>This node does not vote at present; another node takes it.</summary>
    NotAValidator,

    /// <summary>The validity window is past, too far ahead, or too long.</summary>
    OutsideWindow,
}
