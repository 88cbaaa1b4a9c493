using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>A queued request.</summary>
internal sealed class RequestEntry
{
    public RequestEntry(Transaction transaction, long since, ulong number, ReplicaId? source)
    {
        Transaction = transaction;
        Since = since;
        Number = number;
        Source = source;
        IsOwn = source == null;
        Node = new LinkedListNode<RequestEntry>(this);
    }

    public Transaction Transaction { get; }

    /// <summary>When it arrived.</summary>
    public long Since { get; }

    /// <summary>Order of arrival.</summary>
    public ulong Number { get; set; }

    /// <summary>The replica that passed it on first; null for a client of this node.</summary>
    public ReplicaId? Source { get; set; }

    /// <summary>From a client of this node: this replica passes it on.</summary>
    public bool IsOwn { get; set; }

    /// <summary>When an own request goes to all replicas, so that everybody watches it.</summary>
    public long BroadcastAt { get; set; }

    /// <summary>In a batch that is accepted and not yet committed.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>Place in the list of waiting or of proposed requests.</summary>
    public LinkedListNode<RequestEntry> Node { get; }
}
