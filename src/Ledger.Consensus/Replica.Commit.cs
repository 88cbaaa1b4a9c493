using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// The normal case, second half (Castro &amp; Liskov 1999 §4.2, §5.1): tentative execution and commit.
/// </content>
public sealed partial class Replica
{
    // Transactions of tentative executions above _committed.
    private readonly HashSet<Digest> _tentative = [];
    private ulong _lastToken;

    /// <summary>
    /// Executes in strict height order what is prepared in this view, and commits to results in that order: a commit at
    /// a height implies that everything below is prepared in this view too, or committed.
    /// </summary>
    private void AdvanceExecution()
    {
        if (!_isCatchingUp && _isActive)
        {
            for (var height = _committed.Next; ; height = height.Next)
            {
                if (_window.Find(height) is not { IsPrepared: true } slot)
                {
                    break;
                }

                if (slot.Token == 0)
                {
                    StartExecution(slot);
                }

                Check.That(slot.ExecutedDigest == slot.Digest, "what is executed is what is prepared");
                if (slot.Header == null)
                {
                    break;
                }

                VoteCommit(slot);
            }
        }

        CommitReady();
    }

    private void StartExecution(Slot slot)
    {
        var below = new SequenceNumber(slot.Height.Value - 1);
        var previous = below == _committed ? _committedHeader : _window.Find(below)!.Header;
        var previousTime = previous?.TimeMilliseconds ?? 0;
        var batch = slot.FindBatch(slot.Digest);
        Check.That(slot.HasContent, "what is prepared is here");
        if (batch != null && IsVoid(batch, previousTime))
        {
            EmitReport(new BatchVoided(slot.Height, batch.Digest));
            batch = null;
        }

        // A null batch has the time of the block before: the header stays a function of batch and earlier state.
        batch ??= new Batch(previousTime, []);
        slot.Token = ++_lastToken;
        slot.ExecutedDigest = slot.Digest;
        slot.ExecutedBatch = batch;
        for (var i = 0; i < batch.Transactions.Count; i++)
        {
            _tentative.Add(batch.Transactions[i].Id);
        }

        Emit(new Execute(slot.Token, slot.Height, batch));
    }

    /// <summary>
    /// Judged against the chain alone, so alike on all replicas. Proposals are checked when they are accepted, but a
    /// new view may put batches of different views one above the other.
    /// </summary>
    private bool IsVoid(Batch batch, ulong previousTime)
    {
        if (batch.TimeMilliseconds <= previousTime)
        {
            return true;
        }

        for (var i = 0; i < batch.Transactions.Count; i++)
        {
            var id = batch.Transactions[i].Id;
            if (_recent.Contains(id) || _tentative.Contains(id))
            {
                return true;
            }
        }

        return false;
    }

    private void OnExecuted(Executed executed)
    {
        if (_window.Find(executed.Height) is not { } slot || slot.Token == 0 || slot.Token != executed.Token)
        {
            return;
        }

        Check.That(
            executed.Header.Height == slot.Height && executed.BatchDigest == slot.ExecutedBatch!.Digest,
            "the host executed what it was given");
        Check.That(slot.Header == null, "an execution ends once");
        slot.Header = executed.Header;
        slot.Change = executed.Change;
        _executedAt = _now;
        AdvanceExecution();
    }

    private void VoteCommit(Slot slot)
    {
        if (slot.Header == null || slot.Abstains || !CanVote)
        {
            return;
        }

        if (slot.Commits.Has(_self))
        {
            if (slot.Commits.DigestOf(_self) != slot.Header.Hash)
            {
                // Before a restart the same batch gave another header: this machine is not deterministic.
                StopAsDiverged(slot.Height, slot.Header.Hash, slot.Commits.DigestOf(_self));
            }

            return;
        }

        var body = CommitVote.Encode(_view, slot.Height, slot.Header.Hash);
        var signature = Sign(MessageKind.Commit, body);
        slot.Commits.Add(_self, slot.Header.Hash, signature);
        slot.OwnCommit = Encode(MessageKind.Commit, body, signature);
        PersistRecord(
            RecordKey.Prepared(slot.Height), new CommitRecord(slot.Certificate!, slot.Header.Hash, signature).Encode());
        Emit(new Broadcast(slot.OwnCommit));
    }

    private void OnCommit(VoteMessage message)
    {
        var slot = SlotAt(message.Height);
        switch (slot.Commits.Add(message.Sender, message.Digest, message.Signature))
        {
            case VoteSet.Outcome.Added:
                CommitReady();
                break;
            case VoteSet.Outcome.Contradicts:
                ReportDoubleVote(slot, slot.Commits, message);
                break;
        }
    }

    private void CommitReady()
    {
        while (!_isDiverged && _window.Find(_committed.Next) is { Header: { } header } slot)
        {
            if (slot.Commits.CountFor(header.Hash) < _membership.Quorum)
            {
                // What is prepared in this view is what the others committed to in it, so only the execution can differ. An
                // execution that was merely kept from an earlier view may be of another batch: catching up replaces it.
                if (slot.IsPrepared && slot.Commits.OtherWith(header.Hash, _membership.Quorum) is { } certified)
                {
                    StopAsDiverged(slot.Height, header.Hash, certified);
                }

                return;
            }

            Commit(slot, header);
        }
    }

    private void Commit(Slot slot, BlockHeader header)
    {
        Emit(new CommitBlock(
            slot.Height, header, new CommitCertificate(slot.View, slot.Commits.SignaturesFor(header.Hash))));
        _committed = slot.Height;
        _committedHeader = header;
        var batch = slot.ExecutedBatch!;
        for (var i = 0; i < batch.Transactions.Count; i++)
        {
            var transaction = batch.Transactions[i];
            _tentative.Remove(transaction.Id);
            OnTransactionCommitted(transaction.Id, transaction.Body.ValidUntil);
        }

        ReleaseLosers(slot);
        SetChange(slot.Change);
        OnProgress();
    }

    /// <summary>
    /// Transactions of an accepted batch that is not in the block (it was void, or catch-up brought another one) are to be
    /// proposed again.
    /// </summary>
    private void ReleaseLosers(Slot slot)
    {
        if (slot.FindBatch(slot.Digest) is { } accepted)
        {
            for (var i = 0; i < accepted.Transactions.Count; i++)
            {
                var id = accepted.Transactions[i].Id;
                if (_inFlight.TryGetValue(id, out var height) && height == slot.Height)
                {
                    _inFlight.Remove(id);
                    _requests.ReturnToWaiting(id);
                }
            }
        }
    }

    /// <summary>A block is committed or imported: timers and counters return to normal (PITFALLS.md 6).</summary>
    private void OnProgress()
    {
        _lastProgressAt = _now;
        if (_isActive)
        {
            _attempts = 0;
        }

        _recent.ForgetUpTo(_committed);
        if (_committed.Value % (ulong)_parameters.CheckpointInterval == 0)
        {
            _requests.DropExpired(_committed);
        }
    }

    private void StopAsDiverged(SequenceNumber height, Digest own, Digest certified)
    {
        if (!_isDiverged)
        {
            _isDiverged = true;
            _newViewDeadline = long.MaxValue;
            EmitReport(new Divergence(height, own, certified));
        }
    }
}
