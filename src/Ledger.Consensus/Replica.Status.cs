using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>Statuses and what they bring back: lost messages (retransmission in TOCS 2002) and missing batches.</content>
public sealed partial class Replica
{
    private void OnStatusInterval()
    {
        foreach (var peer in _peers)
        {
            peer.Replies = 0;
        }

        BroadcastStatus();
        ProbePeers();
        TryCatchUp();
    }

    private void BroadcastStatus()
    {
        _nextStatusAt = _now + Milliseconds(_options.StatusInterval);
        if (!_isMember)
        {
            return;
        }

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

    private bool CanReply(ReplicaId to) => _isMember && _peers[to.Value].Replies < _options.RepliesPerPeerMax;

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
        if (!_isMember)
        {
            return;
        }

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
}
