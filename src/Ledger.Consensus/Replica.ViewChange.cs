using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>View changes (§4.4).</content>
public sealed partial class Replica
{
    // The latest view change of each replica, this one included.
    private ViewChangeMessage?[] _viewChanges;
    private OutgoingMessage? _ownViewChange;

    // The NEW-VIEW that started _view; null in view 0 and while not active.
    private NewViewMessage? _newView;
    private OutgoingMessage? _newViewOutgoing;

    // View changes since the last progress.
    private int _attempts;
    private long _newViewDeadline = long.MaxValue;

    /// <summary>max-s of the new view: up to there NEW-VIEW proposes, above it PRE-PREPARE.</summary>
    private SequenceNumber PlanEnd => _newView?.Plan.End ?? default;

    private void StartViewChange(ViewNumber view, ViewChangeReason reason)
    {
        if (_isDiverged || !_isMember)
        {
            return;
        }

        Check.That(view > _view, "views only rise");
        _view = view;
        _isActive = false;
        _newView = null;
        _newViewOutgoing = null;
        _newViewDeadline = long.MaxValue;
        if (reason != ViewChangeReason.Rotation)
        {
            _attempts++;
        }

        _viewChangeCount++;
        var body = ViewChangeMessage.EncodeBody(view, _stable, CollectPrepared());
        var signature = Sign(MessageKind.ViewChange, body);
        _ownViewChange = Encode(MessageKind.ViewChange, body, signature);
        _viewChanges[_self.Value] = ViewChangeMessage.TryDecode(_self, body, signature);
        Check.That(_viewChanges[_self.Value] != null, "the own view change is well formed");
        PersistRecord(RecordKey.ViewChange(), _ownViewChange.Bytes.ToArray());
        PersistRecord(RecordKey.Mode(), new ModeRecord(_epoch.Base, view, false).Encode());
        EmitReport(new ViewChangeStarted(view, reason));
        Emit(new Broadcast(_ownViewChange));
        AfterViewChangeSet();
    }

    /// <summary>
    /// P: for each height above the stable checkpoint what was prepared in the highest view (PITFALLS.md 20).
    /// </summary>
    private List<PreparedCertificate> CollectPrepared()
    {
        var prepared = new List<PreparedCertificate>();
        var end = new SequenceNumber(_stable.Height.Value + (ulong)_parameters.WindowSize);
        for (var height = _window.Low.Next; height <= end; height = height.Next)
        {
            if (_window.Find(height)?.Certificate is { } certificate)
            {
                prepared.Add(certificate);
            }
        }

        return prepared;
    }

    private void OnViewChange(ViewChangeMessage message)
    {
        if (message.NewView < _view || (message.NewView == _view && _isActive) ||
            (_viewChanges[message.Sender.Value] is { } known && known.NewView >= message.NewView))
        {
            return;
        }

        _viewChanges[message.Sender.Value] = message;
        AfterViewChangeSet();
    }

    private void AfterViewChangeSet()
    {
        if (HigherViewOfWeakQuorum() is { } higher)
        {
            StartViewChange(higher, ViewChangeReason.Joined);
            return;
        }

        if (_isActive)
        {
            return;
        }

        if (_newViewDeadline == long.MaxValue && !_isDiverged && CountViewChanges(atLeast: true) >= _membership.Quorum)
        {
            // The timer runs only once a quorum is with us, so that nobody rushes ahead alone (§4.5.2).
            _newViewDeadline = _now + Backoff(Milliseconds(_options.ViewChangeTimeout), Math.Max(0, _attempts - 1));
        }

        if (IsPrimary && !_isDiverged && CountViewChanges(atLeast: false) >= _membership.Quorum)
        {
            SendNewView();
        }
    }

    /// <summary>The highest view above ours that f+1 replicas have reached: one of them is honest.</summary>
    private ViewNumber? HigherViewOfWeakQuorum()
    {
        var views = new List<ulong>(_viewChanges.Length);
        foreach (var viewChange in _viewChanges)
        {
            if (viewChange != null && viewChange.NewView > _view)
            {
                views.Add(viewChange.NewView.Value);
            }
        }

        if (views.Count < _membership.WeakQuorum)
        {
            return null;
        }

        views.Sort();
        return new ViewNumber(views[^_membership.WeakQuorum]);
    }

    private int CountViewChanges(bool atLeast)
    {
        var count = 0;
        foreach (var viewChange in _viewChanges)
        {
            if (viewChange != null && (viewChange.NewView == _view || (atLeast && viewChange.NewView > _view)))
            {
                count++;
            }
        }

        return count;
    }

    private void CheckNewViewTimer()
    {
        if (!_isActive && _now >= _newViewDeadline)
        {
            StartViewChange(_view.Next, ViewChangeReason.NewViewTimeout);
        }
    }

    private void SendNewView()
    {
        var chosen = new List<ViewChangeMessage>(_membership.Quorum);
        for (var i = 0; i < _viewChanges.Length && chosen.Count < _membership.Quorum; i++)
        {
            if (_viewChanges[i] is { } viewChange && viewChange.NewView == _view)
            {
                chosen.Add(viewChange);
            }
        }

        var plan = NewViewCalculator.Compute(chosen);
        var proposals = new NewViewProposal[plan.Digests.Count];
        for (var i = 0; i < proposals.Length; i++)
        {
            var height = new SequenceNumber(plan.Stable.Height.Value + (ulong)i + 1);
            var vote = OrderingVote.Encode(_view, height, plan.Digests[i]);
            proposals[i] = new NewViewProposal(plan.Digests[i], Sign(MessageKind.PrePrepare, vote));
        }

        var outgoing = SignAndEncode(MessageKind.NewView, NewViewMessage.EncodeBody(_view, chosen, proposals));
        EnterView(new NewViewMessage(_self, _view, chosen, plan, proposals), outgoing, isMine: true);
    }

    private void OnNewView(NewViewMessage message, ReadOnlyMemory<byte> bytes)
    {
        if (_isMember && (message.View > _view || (message.View == _view && !_isActive)))
        {
            EnterView(message, new OutgoingMessage(MessageKind.NewView, bytes), isMine: false);
        }
    }

    private void EnterView(NewViewMessage message, OutgoingMessage outgoing, bool isMine)
    {
        _view = message.View;
        _isActive = true;
        _newView = message;
        _newViewOutgoing = outgoing;
        _newViewDeadline = long.MaxValue;
        _viewEnteredAt = _now;
        _ownViewChange = null;
        PersistRecord(RecordKey.NewView(), outgoing.Bytes.ToArray());
        PersistRecord(RecordKey.Mode(), new ModeRecord(_epoch.Base, _view, true).Encode());
        Emit(new Forget(RecordKey.ViewChange()));
        EmitReport(new ViewChanged(_view, _membership.Primary(_view)));
        if (isMine)
        {
            Emit(new Broadcast(outgoing));
        }

        DropLosingExecutions(message.Plan);
        for (var height = _window.Low.Next; height <= _window.High; height = height.Next)
        {
            _window.Find(height)?.EnterView(_view);
        }

        _inFlight.Clear();
        _requests.ReturnAll();
        OnStableCheckpoint(message.Plan.Stable);
        InstallPlan();
        ForwardAll();
        ReplayFuture();
        CheckTurnEnd();
    }

    /// <summary>
    /// A tentative execution stays when the new view orders the same batch at its height, or when the height is settled
    /// below min-s; the first that loses takes all above it along.
    /// </summary>
    private void DropLosingExecutions(NewViewPlan plan)
    {
        for (var height = _committed.Next; _window.Find(height) is { Token: > 0 } slot; height = height.Next)
        {
            var stays = height <= plan.Stable.Height ||
                (plan.Covers(height) && plan.DigestAt(height) == slot.ExecutedDigest);
            if (!stays)
            {
                DropExecutionsFrom(height);
                return;
            }
        }
    }

    private void DropExecutionsFrom(SequenceNumber from)
    {
        Check.That(from > _committed, "what is committed stays");
        if (_window.Find(from) is not { Token: > 0 })
        {
            return;
        }

        Emit(new DropExecutions(from));
        for (var height = from; _window.Find(height) is { Token: > 0 } slot; height = height.Next)
        {
            foreach (var transaction in slot.ExecutedBatch!.Transactions)
            {
                _tentative.Remove(transaction.Id);
            }

            slot.DropExecution();
        }
    }

    /// <summary>
    /// Takes the proposals of the new view as pre-prepares, as far as the watermarks reach; the rest follows when they
    /// move.
    /// </summary>
    private void InstallPlan()
    {
        if (!_isActive || _newView is not { } newView)
        {
            return;
        }

        var height = newView.Plan.Stable.Height > _window.Low ? newView.Plan.Stable.Height : _window.Low;
        for (height = height.Next; newView.Plan.Covers(height) && _window.Contains(height); height = height.Next)
        {
            var slot = SlotAt(height);
            if (!slot.IsPrePrepared)
            {
                var proposal = newView.Proposals[newView.Plan.IndexOf(height)];
                slot.Accept(proposal.Digest, proposal.Signature, _now);
                Install(slot);
            }
        }

        AcceptFrom(_committed > PlanEnd ? _committed.Next : PlanEnd.Next);
    }

    private void Install(Slot slot)
    {
        if (slot.Height <= _committed)
        {
            // A stored block is voted for again, so that slower replicas can finish, when it is known to be this very
            // batch.
            slot.Abstains = slot.ExecutedDigest != slot.Digest;
            if (slot.ExecutedDigest != null && slot.Abstains)
            {
                StopAsDiverged(slot.Height, slot.Header!.Hash, Digest.Zero);
            }
        }
        else if (slot.FindBatch(slot.Digest) is { } batch)
        {
            MarkInFlight(slot, batch);
        }
        else if (slot.Digest != Digest.Zero)
        {
            _nextFetchAt = Math.Min(_nextFetchAt, _now);
            return;
        }

        VotePrepare(slot);
        CheckPrepared(slot);
    }
}
