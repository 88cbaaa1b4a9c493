using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>Start from the records of an earlier run.</content>
public sealed partial class Replica
{
    // Records of heights at and below the low watermark.
    private readonly List<byte[]> _staleRecords = [];

    private List<KeyValuePair<byte[], byte[]>> RestoreStable(IReadOnlyList<KeyValuePair<byte[], byte[]>> records)
    {
        // By key, so that the order in which the host lists them means nothing.
        var sorted = new List<KeyValuePair<byte[], byte[]>>(records);
        sorted.Sort((left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        if (FindRecord(sorted, RecordKey.StableLetter) is { } bytes)
        {
            var reader = new CanonicalReader(bytes);
            var stable = StableCheckpoint.Decode(ref reader);
            RequireReadable(reader.IsComplete, RecordKey.StableLetter);
            if (stable.Height > _epoch.Base && stable.Height <= _head)
            {
                _stable = stable;
            }
        }

        return sorted;
    }

    private void Restore(List<KeyValuePair<byte[], byte[]>> records)
    {
        RestoreEvidence(records);
        if (!_isMember)
        {
            // The records stay as they are: with the right key in its place this node may be a member again.
            return;
        }

        RestoreMode(records);
        foreach (var record in records)
        {
            if (!RecordKey.IsOfHeight(record.Key))
            {
                continue;
            }

            if (!_window.Contains(RecordKey.HeightOf(record.Key)))
            {
                _staleRecords.Add(record.Key);
            }
            else if (record.Key[0] == RecordKey.BatchLetter)
            {
                var batch = Batch.TryDecode(record.Value);
                RequireReadable(batch != null, RecordKey.BatchLetter);
                SlotAt(RecordKey.HeightOf(record.Key)).Batches.Add(batch!);
            }
        }

        RestoreVotes(records);
        RestoreCommits(records);
        if (FindRecord(records, RecordKey.CheckpointLetter) is { } bytes)
        {
            var checkpoint = Decode<CheckpointMessage>(bytes, RecordKey.CheckpointLetter);
            if (checkpoint.Height > _epoch.Base)
            {
                _ownCheckpoint = new OutgoingMessage(MessageKind.Checkpoint, bytes);
                _ownCheckpointHeight = checkpoint.Height;
                _checkpoints.Add(_stable.Height, _membership.Quorum, checkpoint, out _);
            }
        }
    }

    private void RestoreEvidence(List<KeyValuePair<byte[], byte[]>> records)
    {
        var evidence = new List<Evidence>();
        foreach (var record in records)
        {
            if (record.Key[0] == RecordKey.EvidenceLetter)
            {
                var known = EvidenceRecord.TryDecode(record.Value);
                RequireReadable(known != null, RecordKey.EvidenceLetter);
                evidence.Add(known!);
            }
        }

        _evidence = [.. evidence];
    }

    private void RestoreMode(List<KeyValuePair<byte[], byte[]>> records)
    {
        if (FindRecord(records, RecordKey.ModeLetter) is not { } bytes)
        {
            return;
        }

        var mode = ModeRecord.TryDecode(bytes);
        RequireReadable(mode != null, RecordKey.ModeLetter);
        if (mode!.Base != _epoch.Base)
        {
            // Left over from an epoch that ended just before the stop.
            return;
        }

        _view = mode.View;
        _isActive = mode.Active;
        if (!mode.Active)
        {
            var own = FindRecord(records, RecordKey.ViewChangeLetter);
            RequireReadable(own != null, RecordKey.ViewChangeLetter);
            _ownViewChange = new OutgoingMessage(MessageKind.ViewChange, own);
            _viewChanges[_self.Value] = Decode<ViewChangeMessage>(own!, RecordKey.ViewChangeLetter);
            _attempts = 1;
        }
        else if (_view.Value > 0)
        {
            var newView = FindRecord(records, RecordKey.NewViewLetter);
            RequireReadable(newView != null, RecordKey.NewViewLetter);
            _newViewOutgoing = new OutgoingMessage(MessageKind.NewView, newView);
            _newView = Decode<NewViewMessage>(newView!, RecordKey.NewViewLetter);
            RequireReadable(_newView.View == _view, RecordKey.NewViewLetter);
        }
    }

    private void RestoreVotes(List<KeyValuePair<byte[], byte[]>> records)
    {
        foreach (var record in records)
        {
            if (record.Key[0] != RecordKey.VoteLetter || !_window.Contains(RecordKey.HeightOf(record.Key)))
            {
                continue;
            }

            var vote = VoteRecord.TryDecode(record.Value);
            RequireReadable(vote != null && vote.Height == RecordKey.HeightOf(record.Key), RecordKey.VoteLetter);
            if (vote!.View != _view || !_isActive)
            {
                continue;
            }

            var slot = SlotAt(vote.Height);
            slot.Accept(vote.Digest, vote.PrimarySignature, _now);
            var body = OrderingVote.Encode(_view, vote.Height, vote.Digest);
            if (vote.OwnSignature.Length > 0)
            {
                slot.Prepares.Add(_self, vote.Digest, vote.OwnSignature);
                slot.OwnPrepare = Encode(MessageKind.Prepare, body, vote.OwnSignature);
            }
            else if (slot.FindBatch(vote.Digest) is { } batch && vote.Height > PlanEnd)
            {
                slot.OwnPrePrepare = Encode(MessageKind.PrePrepare, body, vote.PrimarySignature, batch.Encode());
            }

            if (slot.FindBatch(vote.Digest) is { } accepted)
            {
                MarkInFlight(slot, accepted);
            }
        }
    }

    private void RestoreCommits(List<KeyValuePair<byte[], byte[]>> records)
    {
        foreach (var record in records)
        {
            if (record.Key[0] != RecordKey.PreparedLetter || !_window.Contains(RecordKey.HeightOf(record.Key)))
            {
                continue;
            }

            var commit = CommitRecord.TryDecode(record.Value);
            RequireReadable(commit != null, RecordKey.PreparedLetter);
            var certificate = commit!.Certificate;
            var slot = SlotAt(certificate.Height);
            slot.Certificate = certificate;
            if (certificate.View != _view || !_isActive || slot.Digest != certificate.Digest || !slot.HasContent)
            {
                continue;
            }

            slot.IsPrepared = true;
            foreach (var prepare in certificate.Prepares)
            {
                slot.Prepares.Add(prepare.Replica, certificate.Digest, prepare.Signature);
            }

            var body = CommitVote.Encode(_view, certificate.Height, commit.HeaderHash);
            slot.Commits.Add(_self, commit.HeaderHash, commit.Signature);
            slot.OwnCommit = Encode(MessageKind.Commit, body, commit.Signature);
        }
    }

    /// <summary>The first tick: what the constructor could not do, since it has no effects.</summary>
    private void Resume()
    {
        foreach (var key in _staleRecords)
        {
            Emit(new Forget(key));
        }

        _staleRecords.Clear();
        InstallPlan();
        CastHeldVotes();
        AdvanceExecution();
        CheckTurnEnd();
    }

    private static byte[]? FindRecord(List<KeyValuePair<byte[], byte[]>> records, byte letter)
    {
        foreach (var record in records)
        {
            if (record.Key.Length == 1 && record.Key[0] == letter)
            {
                return record.Value;
            }
        }

        return null;
    }

    private static T Decode<T>(byte[] bytes, byte letter)
        where T : ConsensusMessage
    {
        var message = Envelope.TryDecode(bytes) is { } envelope ? MessageVerifier.Decode(envelope) as T : null;
        RequireReadable(message != null, letter);
        return message!;
    }

    private static void RequireReadable(bool isReadable, byte letter)
    {
        if (!isReadable)
        {
            throw new InvalidDataException($"the consensus record '{(char)letter}' cannot be read");
        }
    }
}
