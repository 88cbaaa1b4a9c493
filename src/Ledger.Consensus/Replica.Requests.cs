using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// Client requests: admission, forwarding, watching for censorship (§4.1, §4.4 liveness), and proposing.
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
    private long _lastProposalAt;

    // The last committed batch was at least half full: the primary has a backlog.
    private bool _isSaturated;

    private void OnSubmitted(Transaction transaction)
    {
        var result = Admit(transaction, isOwn: true);
        WatchFirst();
        Emit(new Admission(transaction.Id, result));
    }

    private void OnTransactions(TransactionsMessage message)
    {
        foreach (var transaction in message.Transactions)
        {
            Admit(transaction, isOwn: false);
        }

        WatchFirst();
    }

    private AdmissionResult Admit(Transaction transaction, bool isOwn)
    {
        var body = transaction.Body;
        if (_recent.Contains(transaction.Id))
        {
            return AdmissionResult.Duplicate;
        }

        if (body.ValidUntil <= _committed.Value ||
            body.ValidFrom > _committed.Value + (ulong)_options.WindowSize ||
            body.ValidUntil - body.ValidFrom > (ulong)_options.ValidityWindowMax)
        {
            return AdmissionResult.OutsideWindow;
        }

        var result = _requests.TryAdd(transaction, _now, isOwn, out var entry);
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
            if (!(_isActive && IsPrimary) && !entry.IsInFlight)
            {
                transactions.Add(entry.Transaction);
                bytes += entry.Transaction.Encoded.Length;
            }
        }

        return transactions;
    }

    private static bool HasRoom(int count, int bytes) =>
        count < TransactionsMessage.CountMax && bytes < TransactionsMessage.BytesTarget;

    /// <summary>A new primary gets everything that waits here.</summary>
    private void ForwardAll()
    {
        _toForward.Clear();
        if (IsPrimary)
        {
            return;
        }

        for (var node = _requests.FirstWaiting; node != null; node = node.Next)
        {
            _toForward.Enqueue(node.Value);
        }
    }

    /// <summary>
    /// Doubles with each view change without progress (§4.4), capped (PITFALLS.md 19); longer while the primary has a
    /// backlog.
    /// </summary>
    private long RequestTimeoutNow()
    {
        var timeout = Backoff(Milliseconds(_options.RequestTimeout), _attempts);
        return _isSaturated ? timeout * _options.SaturatedTimeoutFactor : timeout;
    }

    private long Backoff(long timeout, int doublings) =>
        Math.Min(timeout << Math.Min(doublings, 20), Milliseconds(_options.ViewChangeTimeoutMax));

    private bool WatchesRequests => _hasTime && _isActive && !_isDiverged && !_isCatchingUp && !IsPrimary;

    private void CheckRequestTimer()
    {
        if (!WatchesRequests)
        {
            return;
        }

        Watch();
        if (_watchedNumber != 0 && _now >= WatchDeadline())
        {
            StartViewChange(_view.Next, ViewChangeReason.RequestTimeout);
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

    private long WatchDeadline() => Math.Max(_watchedSince, _viewEnteredAt) + RequestTimeoutNow();

    private long ProposalTimeoutDeadline() =>
        _window.Find(_committed.Next) is { IsPrePrepared: true } slot
            ? Math.Max(Math.Max(slot.AcceptedAt, _lastProgressAt), _viewEnteredAt) + RequestTimeoutNow()
            : long.MaxValue;

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

        if (_watchedNumber != 0)
        {
            next = Math.Min(next, WatchDeadline());
        }

        return Math.Min(next, ProposalTimeoutDeadline());
    }

    private SequenceNumber NextProposalHeight()
    {
        var height = PlanEnd > _committed ? PlanEnd.Next : _committed.Next;
        while (_window.Find(height) is { IsPrePrepared: true })
        {
            height = height.Next;
        }

        return height;
    }

    /// <summary>Proposes while there are requests, room between the watermarks, and room in the pipeline.</summary>
    private void Propose()
    {
        while (_hasTime && _isActive && IsPrimary && CanVote && !_isCatchingUp && _requests.WaitingCount > 0)
        {
            var height = NextProposalHeight();
            var inFlight = height.Value - 1 - _committed.Value;
            if (!_window.Contains(height) || inFlight >= (ulong)_options.PipelineDepth || IsBatchMissingBelow(height) ||
                (inFlight > 0 && !HasFullBatch && _now < _lastProposalAt + Milliseconds(_options.BatchDelay)))
            {
                return;
            }

            var transactions = TakeBatch(height);
            if (transactions.Count == 0)
            {
                return;
            }

            Propose(height, new Batch(Math.Max(_wallClock, LatestTimeBelow(height) + 1), transactions));
        }
    }

    private bool HasFullBatch =>
        _requests.WaitingCount >= _options.BatchTransactionsMax || _requests.WaitingBytes >= _options.BatchBytesMax;

    /// <summary>
    /// A new primary proposes only above batches that it knows, or it might propose a transaction twice.
    /// </summary>
    private bool IsBatchMissingBelow(SequenceNumber height)
    {
        for (var below = _committed.Next; below < height; below = below.Next)
        {
            if (_window.Find(below) is not { HasContent: true })
            {
                return true;
            }
        }

        return false;
    }

    private List<Transaction> TakeBatch(SequenceNumber height)
    {
        var transactions = new List<Transaction>();
        var bytes = 12;
        var looked = 0;
        for (var node = _requests.FirstWaiting; node != null && looked < 4 * _options.BatchTransactionsMax; looked++)
        {
            var transaction = node.Value.Transaction;
            node = node.Next;
            var size = 4 + transaction.Encoded.Length;
            if (transactions.Count == _options.BatchTransactionsMax ||
                (transactions.Count > 0 && bytes + size > _options.BatchBytesMax))
            {
                break;
            }

            if (transaction.Body.ValidUntil < height.Value)
            {
                _requests.Remove(transaction.Id);
            }
            else if (IsInWindow(transaction.Body, height))
            {
                Check.That(!_recent.Contains(transaction.Id), "a committed transaction left the queue");
                transactions.Add(transaction);
                bytes += size;
            }
        }

        return transactions;
    }

    private void Propose(SequenceNumber height, Batch batch)
    {
        var body = OrderingVote.Encode(_view, height, batch.Digest);
        var signature = Sign(MessageKind.PrePrepare, body);
        var bytes = batch.Encode();
        var slot = SlotAt(height);
        slot.OwnPrePrepare = Encode(MessageKind.PrePrepare, body, signature, bytes);
        Accept(slot, batch.Digest, signature, batch, bytes);
        Emit(new Broadcast(slot.OwnPrePrepare));
        _lastProposalAt = _now;
    }

    private long ProposalDeadline() =>
        _hasTime && _isActive && IsPrimary && CanVote && _requests.WaitingCount > 0 &&
        _lastProposalAt + Milliseconds(_options.BatchDelay) > _now
            ? _lastProposalAt + Milliseconds(_options.BatchDelay)
            : long.MaxValue;
}
