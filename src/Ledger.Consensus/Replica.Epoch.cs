using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>
/// Epochs (docs/adr/0007): each membership orders its own range of heights. The old members stop at a height that was
/// decided so long before that nobody can have voted above it unknowingly; whoever has stored that block begins anew in
/// view 0, with nothing of the old votes.
/// </content>
public sealed partial class Replica
{
    private Epoch _epoch;
    private Membership _membership;

    // False for an observer, whose _self and _signer then mean nothing.
    private bool _isMember;
    private ReplicaId _self;
    private IEd25519Signer? _signer;

    // Decided in a block at or below _committed, and not in force yet.
    private MembershipChange? _change;

    /// <summary>
    /// The last height that the primary of this view proposes: a multiple of the rotation interval above what the view
    /// began with.
    /// </summary>
    private ulong TurnEnd
    {
        get
        {
            var interval = (ulong)_parameters.RotationInterval;
            var begin = Math.Max(PlanEnd.Value, _epoch.Base.Value);
            return interval == 0 ? ulong.MaxValue : (begin / interval + 1) * interval;
        }
    }

    /// <summary>Everything that is sized by the membership, empty.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(
        nameof(_epoch), nameof(_membership), nameof(_future), nameof(_viewChanges), nameof(_peers),
        nameof(_checkpoints), nameof(_stable))]
    private void TakePlace(Epoch epoch)
    {
        _epoch = epoch;
        _membership = epoch.Membership;
        (_isMember, _self, _signer) = _keys.Find(_membership) is var (id, signer) ? (true, id, signer) : (false, default, null);
        _future = new FutureBuffer(
            _membership.Count, _options.FutureMessagesPerPeerMax, _options.FutureBytesPerPeerMax);
        _viewChanges = new ViewChangeMessage?[_membership.Count];
        _peers = new PeerState[_membership.Count];
        for (var i = 0; i < _peers.Length; i++)
        {
            _peers[i] = new PeerState();
        }

        _checkpoints = new CheckpointVotes(
            _membership.Count, _parameters.CheckpointInterval, 2 * _parameters.WindowSize);
        _stable = StableCheckpoint.BaseOf(epoch);
    }

    private Window NewWindow() => new(LowFor(_stable.Height, _head), _parameters.WindowSize, _membership.Count);

    /// <summary>The stored state says which change is to come: nothing above its height belongs to this epoch.</summary>
    private void SetChange(MembershipChange? change)
    {
        var isNews = change != null && _change == null;
        _change = change?.After > _epoch.Base ? change : null;
        _window.Limit = _change?.After;
        if (isNews && _hasTime)
        {
            // Empty batches that came before we knew what they are for.
            AcceptFrom(NextProposalHeight());
        }
    }

    private void CheckEpochEnd(BlockHeader header)
    {
        if (_change is { } change && header.Height == change.After)
        {
            BeginEpoch(new Epoch(_epoch.ChainId, header.Height, header.Hash, change.Next));
        }
    }

    private void BeginEpoch(Epoch epoch)
    {
        Check.That(_committed == _head && _tentative.Count == 0, "nothing lies beyond the end of an epoch");
        ForgetRecords();
        TakePlace(epoch);
        _window = NewWindow();
        _change = null;
        _stableAhead = null;
        _ownCheckpoint = null;
        _view = default;
        _isActive = true;
        _newView = null;
        _newViewOutgoing = null;
        _ownViewChange = null;
        _attempts = 0;
        _newViewDeadline = long.MaxValue;
        _nextFetchAt = long.MaxValue;
        _viewEnteredAt = _now;
        _lastProgressAt = _now;
        _inFlight.Clear();
        _requests.ReturnAll();
        _requests.ForgetSources();
        _watchedNumber = 0;
        Emit(new EnterEpoch(epoch));
        EmitReport(new EpochEntered(epoch.Base, _membership.Count, _isMember));
        ForwardAll();

        // The next tick tells the others where we are.
        _nextStatusAt = _now;
    }

    /// <summary>Votes of an epoch that is over can contradict nothing any more.</summary>
    private void ForgetRecords()
    {
        for (var height = _window.Low.Next; height <= _window.High; height = height.Next)
        {
            ForgetHeight(height);
        }

        Emit(new Forget(RecordKey.Mode()));
        Emit(new Forget(RecordKey.ViewChange()));
        Emit(new Forget(RecordKey.NewView()));
        Emit(new Forget(RecordKey.Stable()));
        Emit(new Forget(RecordKey.Checkpoint()));
    }

    private void ForgetHeight(SequenceNumber height)
    {
        if (_window.Find(height) is not { } slot)
        {
            return;
        }

        Emit(new Forget(RecordKey.Vote(height)));
        Emit(new Forget(RecordKey.Prepared(height)));
        foreach (var batch in slot.Batches)
        {
            Emit(new Forget(RecordKey.Batch(height, batch.Digest)));
        }
    }

    /// <summary>
    /// The primary's turn ends at a stable checkpoint, where a view change has nothing to carry over.
    /// </summary>
    private void CheckTurnEnd()
    {
        if (_parameters.RotationInterval > 0 && _isMember && _isActive && !_isDiverged && _stable.Height.Value >= TurnEnd)
        {
            StartViewChange(_view.Next, ViewChangeReason.Rotation);
        }
    }
}
