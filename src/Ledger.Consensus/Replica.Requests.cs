using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// Client requests: admission, forwarding, and watching that the primary serves them (§4.1, §4.4 liveness).
/// </content>
public sealed partial class Replica
{
    // Messages of forwarded requests that one tick sends; the rest waits for the next tick.
    private const int ForwardMessagesPerTickMax = 8;

    // Requests that a check of the timer may put behind the others.
    private const int WatchStepsMax = 64;

    private readonly RequestQueue _requests;
    private readonly RecentTransactions _recent = new();

    // Requests on their way to the primary. At most those queued, once each.
    private readonly Queue<RequestEntry> _toForward = [];

    // Own requests in order of BroadcastAt. An entry leaves when it is due.
    private readonly Queue<RequestEntry> _toBroadcast = [];
    private ulong _watchedNumber;
    private long _watchedSince;

    private void OnSubmitted(Transaction transaction)
    {
        var result = _isMember ? Admit(transaction, null) : AdmissionResult.NotAValidator;
        WatchFirst();
        Emit(new Admission(transaction.Id, result));
    }

    private void OnTransactions(TransactionsMessage message)
    {
        foreach (var transaction in message.Transactions)
        {
            Admit(transaction, message.Sender);
        }

        WatchFirst();
    }

    private AdmissionResult Admit(Transaction transaction, ReplicaId? source)
    {
        var isOwn = source == null;
        var body = transaction.Body;
        if (_recent.Contains(transaction.Id))
        {
            return AdmissionResult.Duplicate;
        }

        if (body.ValidUntil <= _committed.Value ||
            body.ValidFrom > _committed.Value + (ulong)_parameters.WindowSize ||
            body.ValidUntil - body.ValidFrom > (ulong)_options.ValidityWindowMax)
        {
            return AdmissionResult.OutsideWindow;
        }

        var result = _requests.TryAdd(transaction, _now, source, out var entry);
        if (result == AdmissionResult.Duplicate && isOwn && _requests.Find(transaction.Id) is { IsOwn: false } known)
        {
            known.IsOwn = true;
            ScheduleBroadcast(known);
        }

        if (entry == null)
        {
            return result;
        }

        if (_inFlight.ContainsKey(transaction.Id))
        {
            _requests.MarkInFlight(transaction.Id);
        }

        if (isOwn)
        {
            ScheduleBroadcast(entry);
            if (_isActive && !IsPrimary && !entry.IsInFlight)
            {
                _toForward.Enqueue(entry);
            }
        }

        return result;
    }

    private void ScheduleBroadcast(RequestEntry entry)
    {
        entry.BroadcastAt = _now + (RequestTimeoutNow() / 2);
        _toBroadcast.Enqueue(entry);
    }

    private void OnTransactionCommitted(Digest id, ulong validUntil)
    {
        _inFlight.Remove(id);
        _requests.Remove(id);
        _recent.Add(id, validUntil);
    }

    private bool IsQueued(RequestEntry entry) => _requests.Find(entry.Transaction.Id) == entry;

    /// <summary>Forwards new requests to the primary, many in one message, and old own ones to everybody.</summary>
    private void SendRequests()
    {
        if (!_isMember)
        {
            return;
        }

        if (_isActive && !IsPrimary)
        {
            for (var i = 0; i < ForwardMessagesPerTickMax && TakeForwards() is { Count: > 0 } transactions; i++)
            {
                Emit(new Send(_membership.Primary(_view), EncodeTransactions(transactions)));
            }
        }

        for (var i = 0; i < ForwardMessagesPerTickMax && TakeBroadcasts() is { Count: > 0 } transactions; i++)
        {
            Emit(new Broadcast(EncodeTransactions(transactions)));
        }
    }

    private OutgoingMessage EncodeTransactions(List<Transaction> transactions) =>
        SignAndEncode(MessageKind.Transactions, TransactionsMessage.EncodeBody(transactions));

    private List<Transaction> TakeForwards()
    {
        var transactions = new List<Transaction>();
        var bytes = 0;
        while (HasRoom(transactions.Count, bytes) && _toForward.TryDequeue(out var entry))
        {
            if (IsQueued(entry) && !entry.IsInFlight)
            {
                transactions.Add(entry.Transaction);
                bytes += entry.Transaction.Encoded.Length;
            }
        }

        return transactions;
    }

    private List<Transaction> TakeBroadcasts()
    {
        var transactions = new List<Transaction>();
        var bytes = 0;
        while (HasRoom(transactions.Count, bytes) && _toBroadcast.TryPeek(out var entry) && entry.BroadcastAt <= _now)
        {
            _toBroadcast.Dequeue();
            if (!IsQueued(entry))
            {
                continue;
            }

            ScheduleBroadcast(entry);
            if (!(_isActive && IsPrimary) && !entry.IsInFlight && NeedsWitnesses(entry))
            {
                transactions.Add(entry.Transaction);
                bytes += entry.Transaction.Encoded.Length;
            }
        }

        return transactions;
    }

    /// <summary>
    /// Others need to know of a request only when the primary seems gone, or seems to leave it out; not while it works
    /// through its queue.
    /// </summary>
    private bool NeedsWitnesses(RequestEntry entry) =>
        _now - _lastProgressAt >= RequestTimeoutNow() / 2 ||
        _now - entry.Since >= Milliseconds(_options.CensorshipTimeout) / 2;

    private static bool HasRoom(int count, int bytes) =>
        count < TransactionsMessage.CountMax && bytes < TransactionsMessage.BytesTarget;

    /// <summary>A new primary gets everything that waits here.</summary>
    private void ForwardAll()
    {
        _toForward.Clear();
        if (IsPrimary || !_isMember)
        {
            return;
        }

        for (var node = _requests.FirstWaiting; node != null; node = node.Next)
        {
            _toForward.Enqueue(node.Value);
        }
    }

    /// <summary>Doubles with each view change without progress (§4.4), capped (PITFALLS.md 19).</summary>
    private long RequestTimeoutNow() => Backoff(Milliseconds(_options.RequestTimeout), _attempts);

    private long Backoff(long timeout, int doublings) =>
        Math.Min(timeout << Math.Min(doublings, 20), Milliseconds(_options.ViewChangeTimeoutMax));

    private bool WatchesRequests => _hasTime && _isMember && _isActive && !_isDiverged && !_isCatchingUp && !IsPrimary;

    private void CheckRequestTimer()
    {
        if (!WatchesRequests)
        {
            return;
        }

        Watch();
        if (_now >= ProgressDeadline())
        {
            StartViewChange(_view.Next, ViewChangeReason.RequestTimeout);
        }
        else if (_now >= CensorshipDeadline())
        {
            StartViewChange(_view.Next, ViewChangeReason.Censorship);
        }
        else if (_now >= ProposalTimeoutDeadline())
        {
            StartViewChange(_view.Next, ViewChangeReason.ProposalTimeout);
        }
    }

    /// <summary>
    /// Follows the request that arrived first. A primary serves in order of arrival, so the first one changes as long
    /// as it is honest; one that it leaves out becomes the first and stays it.
    /// </summary>
    private void Watch()
    {
        for (var i = 0; i < WatchStepsMax && _requests.Oldest is { } oldest; i++)
        {
            if (!oldest.IsInFlight && oldest.Transaction.Body.ValidUntil <= _committed.Value)
            {
                _requests.Remove(oldest.Transaction.Id);
            }
            else if (!oldest.IsInFlight && oldest.Transaction.Body.ValidFrom > _committed.Value + 1)
            {
                _requests.MoveToBack(oldest);
            }
            else
            {
                if (oldest.Number != _watchedNumber)
                {
                    _watchedNumber = oldest.Number;
                    _watchedSince = _now;
                }

                return;
            }
        }

        _watchedNumber = 0;
    }

    private void WatchFirst()
    {
        if (_watchedNumber == 0 && WatchesRequests)
        {
            Watch();
        }
    }

    /// <summary>Something waits, or empty batches should bring the end of the epoch, and nothing is committed.</summary>
    private long ProgressDeadline()
    {
        if ((_watchedNumber == 0 && _change == null) || IsExecutingNext)
        {
            return long.MaxValue;
        }

        var since = Math.Max(Math.Max(_lastProgressAt, _executedAt), _viewEnteredAt);
        since = _change == null ? Math.Max(since, _watchedSince) : since;
        return since + RequestTimeoutNow();
    }

    /// <summary>The first request of all waits while others are served.</summary>
    private long CensorshipDeadline() =>
        _watchedNumber == 0
            ? long.MaxValue
            : Math.Max(_watchedSince, _viewEnteredAt) + Backoff(Milliseconds(_options.CensorshipTimeout), _attempts);

    private long ProposalTimeoutDeadline() =>
        !IsExecutingNext && _window.Find(_committed.Next) is { IsPrePrepared: true } slot
            ? Math.Max(Math.Max(slot.AcceptedAt, Math.Max(_lastProgressAt, _executedAt)), _viewEnteredAt) + RequestTimeoutNow()
            : long.MaxValue;

    /// <summary>
    /// Whether what holds up the next commit is this replica's own execution, which gas bounds: no primary is to blame
    /// for it, and the timers start anew when it ends.
    /// </summary>
    private bool IsExecutingNext => _window.Find(_committed.Next) is { Token: not 0, Header: null };

    private long RequestDeadline()
    {
        var next = _toBroadcast.TryPeek(out var entry) ? entry.BroadcastAt : long.MaxValue;
        if (_toForward.Count > 0 && _isActive && !IsPrimary)
        {
            next = _now;
        }

        if (!WatchesRequests)
        {
            return next;
        }

        next = Math.Min(next, Math.Min(ProgressDeadline(), CensorshipDeadline()));
        return Math.Min(next, ProposalTimeoutDeadline());
    }
}
