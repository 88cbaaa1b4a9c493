using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>The normal case (Castro &amp; Liskov 1999 §4.2): pre-prepare and prepare.</content>
public sealed partial class Replica
{
    // Transactions of accepted batches above _committed, with their height.
    private readonly Dictionary<Digest, SequenceNumber> _inFlight = [];

    private Slot SlotAt(SequenceNumber height) => _window.FindOrAdd(height, _view);

    private void OnPrePrepare(PrePrepareMessage message)
    {
        if (message.Sender != _membership.Primary(_view) || message.Height <= _committed)
        {
            return;
        }

        var slot = SlotAt(message.Height);
        if (slot.IsPrePrepared)
        {
            if (slot.Digest != message.BatchDigest)
            {
                ReportDoublePrePrepare(slot, slot.Digest, slot.PrimarySignature, message);
            }
            else if (!slot.HasContent)
            {
                AddMissingBatch(slot, message.Batch, message.BatchBytes);
            }
        }
        else if (slot.Waiting is { } waiting && waiting.BatchDigest != message.BatchDigest)
        {
            ReportDoublePrePrepare(slot, waiting.BatchDigest, waiting.Signature, message);
        }
        else if (message.Height > PlanEnd)
        {
            slot.Waiting = message;
            AcceptFrom(message.Height);
        }
    }

    /// <summary>
    /// Accepts waiting pre-prepares in height order, so that each is judged against the batches below it.
    /// </summary>
    private void AcceptFrom(SequenceNumber height)
    {
        for (; _isActive && _window.Find(height) is { Waiting: { } message } slot; height = height.Next)
        {
            if (height.Value - 1 > _committed.Value &&
                _window.Find(new SequenceNumber(height.Value - 1)) is not { IsPrePrepared: true })
            {
                return;
            }

            if (height <= _committed)
            {
                slot.Waiting = null;
                continue;
            }

            var flaw = FlawOf(message);
            if (flaw == ProposalFlaw.Empty)
            {
                // It waits: the change of members that an empty batch brings nearer may be news that is on its way.
                return;
            }

            if (flaw != ProposalFlaw.None)
            {
                // Not remembered: a retransmission is judged again, by the clock and the blocks of then.
                slot.Waiting = null;
                EmitReport(new ProposalRejected(_view, height, flaw));
                return;
            }

            Accept(slot, message.BatchDigest, message.Signature, message.Batch, message.BatchBytes);
        }
    }

    private ProposalFlaw FlawOf(PrePrepareMessage message)
    {
        var batch = message.Batch;
        if (batch.Transactions.Count == 0 && _change == null)
        {
            return ProposalFlaw.Empty;
        }

        if (batch.Transactions.Count > _parameters.BatchTransactionsMax ||
            (message.BatchBytes.Length > _parameters.BatchBytesMax && batch.Transactions.Count > 1))
        {
            return ProposalFlaw.TooLarge;
        }

        if (batch.TimeMilliseconds <= LatestTimeBelow(message.Height))
        {
            return ProposalFlaw.TimeNotAfterPrevious;
        }

        if (batch.TimeMilliseconds > _wallClock &&
            batch.TimeMilliseconds - _wallClock > (ulong)Milliseconds(_options.ClockSkewMax))
        {
            return ProposalFlaw.TimeInFuture;
        }

        return FlawOfTransactions(batch, message.Height);
    }

    private ProposalFlaw FlawOfTransactions(Batch batch, SequenceNumber height)
    {
        var seen = new HashSet<Digest>(batch.Transactions.Count);
        for (var i = 0; i < batch.Transactions.Count; i++)
        {
            var transaction = batch.Transactions[i];
            if (!IsInWindow(transaction.Body, height))
            {
                return ProposalFlaw.OutsideWindow;
            }

            if (!seen.Add(transaction.Id) || _recent.Contains(transaction.Id) || _inFlight.ContainsKey(transaction.Id))
            {
                return ProposalFlaw.DuplicateTransaction;
            }
        }

        return ProposalFlaw.None;
    }

    private bool IsInWindow(TransactionBody body, SequenceNumber height) =>
        body.ValidFrom <= height.Value && height.Value <= body.ValidUntil &&
        body.ValidUntil - body.ValidFrom <= (ulong)_options.ValidityWindowMax;

    /// <summary>
    /// The latest time of a known batch or block below the height; a batch that is not here yet is left out.
    /// </summary>
    private ulong LatestTimeBelow(SequenceNumber height)
    {
        var latest = _committedHeader?.TimeMilliseconds ?? 0;
        for (var below = _committed.Next; below < height; below = below.Next)
        {
            if (_window.Find(below) is { IsPrePrepared: true } slot && slot.FindBatch(slot.Digest) is { } batch)
            {
                latest = Math.Max(latest, batch.TimeMilliseconds);
            }
        }

        return latest;
    }

    private void Accept(
        Slot slot, Digest digest, ReadOnlyMemory<byte> signature, Batch batch, ReadOnlyMemory<byte> batchBytes)
    {
        slot.Accept(digest, signature, _now);
        KeepBatch(slot, batch, batchBytes);
        VotePrepare(slot);
        CheckPrepared(slot);
    }

    /// <summary>
    /// Keeps a batch, on disk too, until its height is stable: whoever proves that it was prepared can get it from f+1
    /// of us.
    /// </summary>
    private void KeepBatch(Slot slot, Batch batch, ReadOnlyMemory<byte> batchBytes)
    {
        if (slot.FindBatch(batch.Digest) == null)
        {
            if (slot.Batches.Count == Slot.BatchesMax)
            {
                var oldest = slot.Batches[0].Digest == slot.Certificate?.Digest ? 1 : 0;
                Emit(new Forget(RecordKey.Batch(slot.Height, slot.Batches[oldest].Digest)));
                slot.Batches.RemoveAt(oldest);
            }

            slot.Batches.Add(batch);
            PersistRecord(RecordKey.Batch(slot.Height, batch.Digest), batchBytes.ToArray());
        }

        MarkInFlight(slot, batch);
    }

    private void MarkInFlight(Slot slot, Batch batch)
    {
        if (slot.Height <= _committed)
        {
            return;
        }

        for (var i = 0; i < batch.Transactions.Count; i++)
        {
            _inFlight[batch.Transactions[i].Id] = slot.Height;
            _requests.MarkInFlight(batch.Transactions[i].Id);
        }
    }

    /// <summary>
    /// Records the accepted proposal and, at a backup, votes for it. The record is on disk before the vote is on the
    /// wire.
    /// </summary>
    private void VotePrepare(Slot slot)
    {
        if (!CanVote || slot.Abstains || slot.OwnPrepare != null)
        {
            return;
        }

        var signature = Array.Empty<byte>();
        if (!IsPrimary)
        {
            var body = OrderingVote.Encode(_view, slot.Height, slot.Digest);
            signature = Sign(MessageKind.Prepare, body);
            slot.OwnPrepare = Encode(MessageKind.Prepare, body, signature);
            var outcome = slot.Prepares.Add(_self, slot.Digest, signature);
            Check.That(outcome == VoteSet.Outcome.Added, "one prepare for a view and height");
        }

        PersistRecord(
            RecordKey.Vote(slot.Height),
            new VoteRecord(_view, slot.Height, slot.Digest, slot.PrimarySignature, signature).Encode());
        if (slot.OwnPrepare != null)
        {
            Emit(new Broadcast(slot.OwnPrepare));
        }
    }

    private void OnPrepare(VoteMessage message)
    {
        if (message.Sender == _membership.Primary(_view))
        {
            // The pre-prepare is the primary's only vote (PITFALLS.md 1).
            return;
        }

        var slot = SlotAt(message.Height);
        switch (slot.Prepares.Add(message.Sender, message.Digest, message.Signature))
        {
            case VoteSet.Outcome.Added:
                CheckPrepared(slot);
                break;
            case VoteSet.Outcome.Contradicts:
                ReportDoubleVote(slot, slot.Prepares, message);
                break;
        }
    }

    /// <summary>
    /// prepared(m, v, n): the pre-prepare and matching prepares of a quorum less one distinct backups (§4.2), and the
    /// batch is here, so that whoever holds a certificate can supply its batch.
    /// </summary>
    private void CheckPrepared(Slot slot)
    {
        var hasContent = slot.HasContent || (slot.IsPrePrepared && slot.Height <= _committed);
        if (!slot.IsPrePrepared || slot.IsPrepared || !hasContent ||
            slot.Prepares.CountFor(slot.Digest) < _membership.Quorum - 1)
        {
            return;
        }

        slot.IsPrepared = true;
        var prepares = slot.Prepares.SignaturesFor(slot.Digest)[..(_membership.Quorum - 1)];
        slot.Certificate = new PreparedCertificate(
            slot.View, slot.Height, slot.Digest, slot.PrimarySignature, prepares);
        if (slot.Height <= _committed)
        {
            VoteCommit(slot);
        }
        else
        {
            AdvanceExecution();
        }
    }
}
