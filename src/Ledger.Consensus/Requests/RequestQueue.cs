using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Requests that are not committed: waiting ones and those in an accepted batch, each list in order of arrival, found
/// by id in O(1). Bounded in total, for each account, and for each replica that passes requests on, so that no client and no
/// faulty replica takes the room of the others (PITFALLS.md 15). What is dropped leaves no trace, so it may come again (PITFALLS.md 12).
/// </summary>
internal sealed class RequestQueue(int countMax, int countPerAccountMax, int countPerPeerMax)
{
    private readonly Dictionary<Digest, RequestEntry> _entries = [];
    private readonly Dictionary<string, int> _countByAccount = new(StringComparer.Ordinal);
    private readonly int[] _countByPeer = new int[Membership.ValidatorsMax];
    private readonly LinkedList<RequestEntry> _waiting = [];
    private readonly LinkedList<RequestEntry> _inFlight = [];
    private ulong _lastNumber;

    public int Count => _entries.Count;

    public int WaitingCount => _waiting.Count;

    /// <summary>Encoded bytes of the waiting requests.</summary>
    public long WaitingBytes { get; private set; }

    public LinkedListNode<RequestEntry>? FirstWaiting => _waiting.First;

    /// <summary>The request that arrived first.</summary>
    public RequestEntry? Oldest => (_waiting.First?.Value, _inFlight.First?.Value) switch
    {
        (null, var proposed) => proposed,
        (var waiting, null) => waiting,
        var (waiting, proposed) => waiting.Number < proposed.Number ? waiting : proposed,
    };

    public RequestEntry? Find(Digest id) => _entries.GetValueOrDefault(id);

    public AdmissionResult TryAdd(Transaction transaction, long now, ReplicaId? source, out RequestEntry? entry)
    {
        entry = null;
        if (_entries.ContainsKey(transaction.Id))
        {
            return AdmissionResult.Duplicate;
        }

        if (_entries.Count >= countMax)
        {
            return AdmissionResult.QueueFull;
        }

        var account = transaction.Body.Account;
        var ofAccount = _countByAccount.GetValueOrDefault(account);
        if (ofAccount >= countPerAccountMax)
        {
            return AdmissionResult.AccountQueueFull;
        }

        if (source is { } peer)
        {
            if (_countByPeer[peer.Value] >= countPerPeerMax)
            {
                return AdmissionResult.PeerQueueFull;
            }

            _countByPeer[peer.Value]++;
        }

        entry = new RequestEntry(transaction, now, ++_lastNumber, source);
        _entries.Add(transaction.Id, entry);
        _countByAccount[account] = ofAccount + 1;
        _waiting.AddLast(entry.Node);
        WaitingBytes += transaction.Encoded.Length;
        return AdmissionResult.Accepted;
    }

    public void MarkInFlight(Digest id)
    {
        if (_entries.TryGetValue(id, out var entry) && !entry.IsInFlight)
        {
            _waiting.Remove(entry.Node);
            WaitingBytes -= entry.Transaction.Encoded.Length;
            entry.IsInFlight = true;
            _inFlight.AddLast(entry.Node);
        }
    }

    /// <summary>A request whose batch came to nothing waits again, before those that came later.</summary>
    public void ReturnToWaiting(Digest id)
    {
        if (_entries.TryGetValue(id, out var entry) && entry.IsInFlight)
        {
            ReturnToWaiting(entry);
        }
    }

    /// <summary>After a view change nothing is proposed: all wait again, before those that came later.</summary>
    public void ReturnAll()
    {
        while (_inFlight.Last is { } node)
        {
            ReturnToWaiting(node.Value);
        }
    }

    /// <summary>Puts a waiting request behind all others, as if it had just arrived.</summary>
    public void MoveToBack(RequestEntry entry)
    {
        if (!entry.IsInFlight)
        {
            entry.Number = ++_lastNumber;
            _waiting.Remove(entry.Node);
            _waiting.AddLast(entry.Node);
        }
    }

    public void Remove(Digest id)
    {
        if (!_entries.Remove(id, out var entry))
        {
            return;
        }

        if (entry.IsInFlight)
        {
            _inFlight.Remove(entry.Node);
        }
        else
        {
            _waiting.Remove(entry.Node);
            WaitingBytes -= entry.Transaction.Encoded.Length;
        }

        if (entry.Source is { } source)
        {
            _countByPeer[source.Value]--;
        }

        var account = entry.Transaction.Body.Account;
        var left = _countByAccount[account] - 1;
        if (left == 0)
        {
            _countByAccount.Remove(account);
        }
        else
        {
            _countByAccount[account] = left;
        }
    }

    /// <summary>In a new epoch the replicas have other places: what is queued counts for none of them.</summary>
    public void ForgetSources()
    {
        Array.Clear(_countByPeer);
        foreach (var entry in _entries.Values)
        {
            entry.Source = null;
        }
    }

    /// <summary>Drops waiting requests that can be in no block above the height. Walks the whole list.</summary>
    public void DropExpired(SequenceNumber height)
    {
        for (var node = _waiting.First; node != null;)
        {
            var next = node.Next;
            if (node.Value.Transaction.Body.ValidUntil <= height.Value)
            {
                Remove(node.Value.Transaction.Id);
            }

            node = next;
        }
    }

    private void ReturnToWaiting(RequestEntry entry)
    {
        _inFlight.Remove(entry.Node);
        entry.IsInFlight = false;
        _waiting.AddFirst(entry.Node);
        WaitingBytes += entry.Transaction.Encoded.Length;
    }
}
