using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>What a primary proposes, and when: batches that grow with the load.</content>
public sealed partial class Replica
{
    private long _lastProposalAt;

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
        while (_hasTime && _isActive && IsPrimary && CanVote && !_isCatchingUp &&
            (_requests.WaitingCount > 0 || _change != null))
        {
            var height = NextProposalHeight();
            var inFlight = height.Value - 1 - _committed.Value;
            if (!_window.Contains(height) || inFlight >= (ulong)_options.PipelineDepth || height.Value > TurnEnd ||
                IsBatchMissingBelow(height) ||
                (inFlight > 0 && !HasFullBatch && _now < _lastProposalAt + Milliseconds(_options.BatchDelay)))
            {
                return;
            }

            var transactions = TakeBatch(height);
            if (transactions.Count == 0 && _change == null)
            {
                return;
            }

            Propose(height, new Batch(Math.Max(_wallClock, LatestTimeBelow(height) + 1), transactions));
        }
    }

    private bool HasFullBatch =>
        _requests.WaitingCount >= _parameters.BatchTransactionsMax || _requests.WaitingBytes >= _parameters.BatchBytesMax;

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
        for (var node = _requests.FirstWaiting; node != null && looked < 4 * _parameters.BatchTransactionsMax; looked++)
        {
            var transaction = node.Value.Transaction;
            node = node.Next;
            var size = 4 + transaction.Encoded.Length;
            if (transactions.Count == _parameters.BatchTransactionsMax ||
                (transactions.Count > 0 && bytes + size > _parameters.BatchBytesMax))
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
        _hasTime && _isActive && IsPrimary && CanVote && (_requests.WaitingCount > 0 || _change != null) &&
        _lastProposalAt + Milliseconds(_options.BatchDelay) > _now
            ? _lastProposalAt + Milliseconds(_options.BatchDelay)
            : long.MaxValue;
}
