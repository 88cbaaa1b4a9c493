using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// Checkpoints (§4.3), and blocks or a snapshot from peers for a replica that is behind (state transfer in TOCS 2002).
/// </content>
public sealed partial class Replica
{
    // Status intervals without progress after which a member probes its peers.
    private const int ProbePatience = 4;

    private PeerState[] _peers;
    private CheckpointVotes _checkpoints;
    private StableCheckpoint? _stableAhead;
    private OutgoingMessage? _ownCheckpoint;
    private SequenceNumber _ownCheckpointHeight;
    private bool _isCatchingUp;
    private SequenceNumber _catchUpFrom;
    private long _nextStatusAt;
    private long _nextProbeAt;
    private long _nextFetchAt = long.MaxValue;
    private int _fetchCount;

    /// <summary>
    /// The low watermark: the stable checkpoint, except for a replica that caught up so far beyond it that the head
    /// would leave the window.
    /// </summary>
    private SequenceNumber LowFor(SequenceNumber stable, SequenceNumber head) =>
        head.Value - stable.Value > (ulong)_parameters.WindowSize
            ? new SequenceNumber(head.Value - (ulong)_parameters.WindowSize)
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

        if (header.Height.Value % (ulong)_parameters.CheckpointInterval == 0 && _isMember && !_isDiverged)
        {
            SendCheckpoint(header);
        }

        CheckEpochEnd(header);
    }

    private void SendCheckpoint(BlockHeader header)
    {
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
        var stable = _checkpoints.Add(_stable.Height, _membership.Quorum, message, out var contradicted);
        if (stable != null)
        {
            OnStableCheckpoint(stable);
        }
        else if (contradicted != null)
        {
            ReportDoubleCheckpoint(contradicted, message);
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
        CheckTurnEnd();
    }

    private void SlideWindow(SequenceNumber low)
    {
        for (var height = _window.Low.Next; height <= low && height <= _window.High; height = height.Next)
        {
            ForgetHeight(height);
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

    /// <summary>
    /// Who hears of no progress asks around: it may be that the others are in a later epoch, where they cannot be heard.
    /// </summary>
    private void ProbePeers()
    {
        var patience = (_isMember ? ProbePatience : 1) * Milliseconds(_options.StatusInterval);
        if (_now < _nextProbeAt || (_isMember && _now - _lastProgressAt < patience))
        {
            return;
        }

        _nextProbeAt = _now + patience;
        var peers = new List<ReplicaId>(_membership.Count);
        for (var i = 0; i < _membership.Count; i++)
        {
            if (!IsSelf(i))
            {
                peers.Add(new ReplicaId((ushort)i));
            }
        }

        Emit(new Probe(peers));
    }

    private void OnProbed(Probed probed)
    {
        if (_membership.Contains(probed.Peer))
        {
            var peer = _peers[probed.Peer.Value];
            peer.Head = probed.Head > peer.Head ? probed.Head : peer.Head;
            TryCatchUp();
        }
    }

    private bool IsSelf(int replica) => _isMember && replica == _self.Value;

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
            if (!IsSelf(i) && peer.Head > _head && _now >= peer.IgnoredUntil)
            {
                peers.Add(new ReplicaId((ushort)i));
                target = peer.Head > target ? peer.Head : target;
            }
        }

        var isBeyondWindow = isProven && target > _window.High;
        if (peers.Count == 0 ||
            (!isBeyondWindow && _isMember && _now - _lastProgressAt < Milliseconds(_options.StatusInterval)))
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
            slot.Abstains = true;
            ReleaseLosers(slot);
        }

        SetChange(imported.Change);
        OnProgress();
        OnHeadMoved(imported.Header);
    }

    private void OnRestored(Restored restored)
    {
        var header = restored.Header;
        Check.That(
            _isCatchingUp && _committed == _head && header.Height > _head,
            "a snapshot is installed above the head, while catching up");
        _head = header.Height;
        _committed = header.Height;
        _committedHeader = header;
        foreach (var (id, validUntil) in restored.RecentTransactions)
        {
            OnTransactionCommitted(id, validUntil);
        }

        if (restored.Epoch.Base != _epoch.Base)
        {
            BeginEpoch(restored.Epoch);
        }
        else
        {
            for (var height = _window.Low.Next; height <= header.Height && height <= _window.High; height = height.Next)
            {
                if (_window.Find(height) is { } slot)
                {
                    ReleaseLosers(slot);
                }
            }

            SlideWindow(LowFor(_stable.Height, _head));
        }

        if (_window.Contains(header.Height))
        {
            var slot = SlotAt(header.Height);
            slot.Header = header;
            slot.Abstains = true;
        }

        SetChange(restored.Change);
        OnProgress();
        if (header.Height > _epoch.Base)
        {
            OnHeadMoved(header);
        }
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
