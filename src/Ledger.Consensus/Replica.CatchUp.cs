using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// Checkpoints (§4.3), statuses and retransmission (TOCS 2002 §5.2), missing batches, and blocks from peers (§4.6).
/// </content>
public sealed partial class Replica
{
    private readonly PeerState[] _peers;
    private readonly CheckpointVotes _checkpoints;
    private StableCheckpoint? _stableAhead;
    private OutgoingMessage? _ownCheckpoint;
    private SequenceNumber _ownCheckpointHeight;
    private bool _isCatchingUp;
    private SequenceNumber _catchUpFrom;
    private long _nextStatusAt;
    private long _nextFetchAt = long.MaxValue;
    private int _fetchCount;

    /// <summary>
    /// The low watermark: the stable checkpoint, except for a replica that caught up so far beyond it that the head
    /// would leave the window.
    /// </summary>
    private SequenceNumber LowFor(SequenceNumber stable, SequenceNumber head) =>
        head.Value - stable.Value > (ulong)_options.WindowSize
            ? new SequenceNumber(head.Value - (ulong)_options.WindowSize)
            : stable;

    private void OnStored(SequenceNumber height)
    {
        Check.That(height == _head.Next && height <= _committed, "blocks are stored in order, once");
        _head = height;
        OnHeadMoved(_window.Find(height)!.Header!);
    }

    private void OnHeadMoved(BlockHeader header)
    {
        if (_stableAhead is { } ahead && ahead.Height <= _head)
        {
            _stableAhead = null;
            AdoptStable(ahead);
        }

        if (header.Height.Value % (ulong)_options.CheckpointInterval != 0 || _isDiverged)
        {
            return;
        }

        var body = CheckpointMessage.EncodeBody(header.Height, header.Hash);
        var signature = Sign(MessageKind.Checkpoint, body);
        _ownCheckpoint = Encode(MessageKind.Checkpoint, body, signature);
        _ownCheckpointHeight = header.Height;
        PersistRecord(RecordKey.Checkpoint(), _ownCheckpoint.Bytes.ToArray());
        Emit(new Broadcast(_ownCheckpoint));
        OnCheckpoint(new CheckpointMessage(_self, header.Height, header.Hash, signature));
    }

    private void OnCheckpoint(CheckpointMessage message)
    {
        if (_checkpoints.Add(_stable.Height, _membership.Quorum, message) is { } stable)
        {
            OnStableCheckpoint(stable);
        }
    }

    private void OnStableCheckpoint(StableCheckpoint checkpoint)
    {
        if (checkpoint.Height <= _stable.Height)
        {
            return;
        }

        if (checkpoint.Height <= _head)
        {
            AdoptStable(checkpoint);
        }
        else if (_stableAhead == null || checkpoint.Height > _stableAhead.Height)
        {
            // Proven, but our own block is not stored yet: the watermark waits for it, and catch-up knows a target.
            _stableAhead = checkpoint;
        }
    }

    private void AdoptStable(StableCheckpoint checkpoint)
    {
        if (checkpoint.Height <= _stable.Height)
        {
            return;
        }

        if (_window.Find(checkpoint.Height)?.Header is { } own && own.Hash != checkpoint.HeaderHash)
        {
            StopAsDiverged(checkpoint.Height, own.Hash, checkpoint.HeaderHash);
            return;
        }

        _stable = checkpoint;
        PersistRecord(RecordKey.Stable(), checkpoint.Encode(new CanonicalWriter(512)).ToArray());
        _checkpoints.ForgetUpTo(checkpoint.Height);
        SlideWindow(LowFor(checkpoint.Height, _head));
        EmitReport(new CheckpointStable(checkpoint.Height));
        InstallPlan();
        CastHeldVotes();
        ReplayFuture();
    }

    private void SlideWindow(SequenceNumber low)
    {
        for (var height = _window.Low.Next; height <= low && height <= _window.High; height = height.Next)
        {
            if (_window.Find(height) is not { } slot)
            {
                continue;
            }

            Emit(new Forget(RecordKey.Vote(height)));
            Emit(new Forget(RecordKey.Prepared(height)));
            foreach (var batch in slot.Batches)
            {
                Emit(new Forget(RecordKey.Batch(height, batch.Digest)));
            }
        }

        if (low > _window.Low)
        {
            _window.SlideTo(low);
        }
    }

    /// <summary>Once the low watermark is proven, the votes that were held back follow.</summary>
    private void CastHeldVotes()
    {
        if (!_isActive || !CanVote)
        {
            return;
        }

        for (var height = _window.Low.Next; height <= _window.High; height = height.Next)
        {
            if (_window.Find(height) is { IsPrePrepared: true } slot &&
                (slot.HasContent || slot.Height <= _committed))
            {
                VotePrepare(slot);
                CheckPrepared(slot);
            }
        }

        AdvanceExecution();
    }

    private void OnStatusInterval()
    {
        foreach (var peer in _peers)
        {
            peer.Replies = 0;
        }

        BroadcastStatus();
        TryCatchUp();
    }

    private void BroadcastStatus()
    {
        _nextStatusAt = _now + Milliseconds(_options.StatusInterval);
        Span<byte> heights = stackalloc byte[StatusMessage.HeightsMax];
        for (var i = 0; i < heights.Length; i++)
        {
            var height = new SequenceNumber(_head.Value + (ulong)i + 1);
            var slot = _isActive ? _window.Find(height) : null;
            var flags = StatusFlags.None;
            if (slot != null)
            {
                flags |= slot.IsPrePrepared ? StatusFlags.PrePrepared : StatusFlags.None;
                flags |= slot.IsPrepared ? StatusFlags.Prepared : StatusFlags.None;
            }

            flags |= height <= _committed ? StatusFlags.Committed : StatusFlags.None;
            heights[i] = (byte)flags;
        }

        var body = StatusMessage.EncodeBody(_view, _isActive, _head, _stable.Height, heights);
        Emit(new Broadcast(SignAndEncode(MessageKind.Status, body)));
    }

    private void OnStatus(StatusMessage status)
    {
        var peer = _peers[status.Sender.Value];
        peer.Head = status.Head;
        if (status.Stable < _stable.Height && CanReply(status.Sender))
        {
            Reply(status.Sender, SignAndEncode(
                MessageKind.StableCheckpoint, StableCheckpointMessage.EncodeBody(_stable)));
        }
        else if (_ownCheckpoint != null && _ownCheckpointHeight > status.Stable)
        {
            Reply(status.Sender, _ownCheckpoint);
        }

        var isBehind = status.View < _view || (status.View == _view && !status.Active);
        if (isBehind && (_isActive ? _newViewOutgoing : _ownViewChange) is { } message)
        {
            Reply(status.Sender, message);
        }
        else if (status.View == _view && status.Active && _isActive && status.Head < _window.High)
        {
            Retransmit(status);
        }
    }

    private void Retransmit(StatusMessage status)
    {
        for (var i = 0; i < status.Heights.Length; i++)
        {
            var flags = (StatusFlags)status.Heights.Span[i];
            if (_window.Find(new SequenceNumber(status.Head.Value + (ulong)i + 1)) is not { } slot ||
                (flags & StatusFlags.Committed) != 0)
            {
                continue;
            }

            if (slot.OwnPrePrepare != null && (flags & StatusFlags.PrePrepared) == 0)
            {
                Reply(status.Sender, slot.OwnPrePrepare);
            }

            if (slot.OwnPrepare != null && (flags & StatusFlags.Prepared) == 0)
            {
                Reply(status.Sender, slot.OwnPrepare);
            }

            if (slot.OwnCommit != null)
            {
                Reply(status.Sender, slot.OwnCommit);
            }
        }
    }

    private bool CanReply(ReplicaId to) => _peers[to.Value].Replies < _options.RepliesPerPeerMax;

    private void Reply(ReplicaId to, OutgoingMessage message)
    {
        if (CanReply(to))
        {
            _peers[to.Value].Replies++;
            Emit(new Send(to, message));
        }
    }

    /// <summary>Asks one peer after the other for batches that the new view proposes and that are not here.</summary>
    private void FetchMissingBatches()
    {
        if (_now < _nextFetchAt)
        {
            return;
        }

        _nextFetchAt = long.MaxValue;
        var end = _isActive ? PlanEnd : default;
        for (var height = _committed.Next; height <= end && _window.Contains(height); height = height.Next)
        {
            if (_window.Find(height) is { IsPrePrepared: true, HasContent: false } slot)
            {
                var step = 1 + (_fetchCount % (_membership.Count - 1));
                var peer = new ReplicaId((ushort)((_self.Value + step) % _membership.Count));
                var body = FetchBatchMessage.EncodeBody(MessageKind.FetchBatch, height, slot.Digest);
                Emit(new Send(peer, SignAndEncode(MessageKind.FetchBatch, body)));
                _nextFetchAt = _now + Milliseconds(_options.FetchInterval);
            }
        }

        _fetchCount = _fetchCount == int.MaxValue ? 0 : _fetchCount + 1;
    }

    private void OnFetchBatch(FetchBatchMessage message)
    {
        if (CanReply(message.Sender) && _window.Find(message.Height)?.FindBatch(message.Digest) is { } batch)
        {
            var body = FetchBatchMessage.EncodeBody(MessageKind.BatchReply, message.Height, message.Digest);
            Reply(message.Sender, SignAndEncode(MessageKind.BatchReply, body, batch.Encode()));
        }
    }

    private void OnBatchReply(BatchReplyMessage message)
    {
        if (_isActive && _window.Find(message.Height) is { IsPrePrepared: true, HasContent: false } slot &&
            slot.Height > _committed && slot.Digest == message.Batch.Digest)
        {
            AddMissingBatch(slot, message.Batch, message.BatchBytes);
        }
    }

    private void AddMissingBatch(Slot slot, Batch batch, ReadOnlyMemory<byte> batchBytes)
    {
        KeepBatch(slot, batch, batchBytes);
        VotePrepare(slot);
        CheckPrepared(slot);
    }

    /// <summary>
    /// Asks for blocks when a peer has stored what we have not and messages alone have not helped for a status
    /// interval, or cannot: the height is beyond the window. Only with nothing outstanding at the host: one owner of
    /// "deliver" (PITFALLS.md 8).
    /// </summary>
    private void TryCatchUp()
    {
        if (_isCatchingUp || _committed != _head || _isDiverged)
        {
            return;
        }

        var target = _stableAhead?.Height ?? default;
        var isProven = target > _head;
        var peers = new List<ReplicaId>();
        for (var i = 0; i < _peers.Length; i++)
        {
            var peer = _peers[i];
            if (i != _self.Value && peer.Head > _head && _now >= peer.IgnoredUntil)
            {
                peers.Add(new ReplicaId((ushort)i));
                target = peer.Head > target ? peer.Head : target;
            }
        }

        var isBeyondWindow = isProven && target > _window.High;
        if (peers.Count == 0 ||
            (!isBeyondWindow && _now - _lastProgressAt < Milliseconds(_options.StatusInterval)))
        {
            return;
        }

        _isCatchingUp = true;
        _catchUpFrom = _head;
        DropExecutionsFrom(_committed.Next);
        Emit(new CatchUp(target, peers));
    }

    private void OnImported(Imported imported)
    {
        var height = imported.Header.Height;
        Check.That(
            _isCatchingUp && _committed == _head && height == _head.Next,
            "blocks are imported in order while catching up");
        _head = height;
        _committed = height;
        _committedHeader = imported.Header;
        foreach (var (id, validUntil) in imported.Transactions)
        {
            OnTransactionCommitted(id, validUntil);
        }

        SlideWindow(LowFor(_stable.Height, _head));
        if (_window.Contains(height))
        {
            var slot = SlotAt(height);
            Check.That(slot.Token == 0, "no tentative execution while catching up");
            slot.Header = imported.Header;
        }

        OnProgress();
        OnHeadMoved(imported.Header);
    }

    private void OnCatchUpEnded(bool success)
    {
        Check.That(_isCatchingUp, "a catch-up ends once");
        _isCatchingUp = false;
        foreach (var peer in _peers)
        {
            if (!success && peer.Head > _head)
            {
                peer.IgnoredUntil = _now + (4 * Milliseconds(_options.StatusInterval));
            }
        }

        if (_head > _catchUpFrom)
        {
            // Timers start anew (PITFALLS.md 6), and the peers learn where we are: they answer with checkpoint, view
            // and votes. A peer that only claims to have blocks gains no time for a faulty primary.
            _viewEnteredAt = _now;
            BroadcastStatus();
        }

        AcceptFrom(_committed > PlanEnd ? _committed.Next : PlanEnd.Next);
        AdvanceExecution();
    }
}
