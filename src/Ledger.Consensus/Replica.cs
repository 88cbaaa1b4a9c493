using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A PBFT replica (Castro &amp; Liskov 1999, TOCS 2002) as a state machine: <see cref="Step"/> takes one input and
/// appends the effects. It owns no socket, disk, clock, thread or random source; the same inputs give the same effects.
/// Not thread safe: one loop owns it. Where it leaves the paper, and why: docs/divergence.md.
/// </summary>
public sealed partial class Replica
{
    private readonly ReplicaOptions _options;
    private readonly ConsensusParameters _parameters;
    private readonly ReplicaKeys _keys;
    private Window _window;
    private FutureBuffer _future;

    // The list of the Step under way.
    private IList<ReplicaEffect> _effects = [];
    private long _now;
    private ulong _wallClock;
    private bool _hasTime;

    // The view this replica is in, or asks for while not active.
    private ViewNumber _view;
    private bool _isActive = true;

    // _stable ≤ _head ≤ _committed; tentative executions lie above _committed.
    private StableCheckpoint _stable;
    private SequenceNumber _head;
    private SequenceNumber _committed;
    private BlockHeader? _committedHeader;
    private bool _isDiverged;

    private long _viewEnteredAt;
    private long _lastProgressAt;
    private long _executedAt;
    private long _viewChangeCount;
    private long _droppedCount;

    /// <summary>
    /// Starts where the records say this replica stopped: what it signed before, it never contradicts (PITFALLS.md 18).
    /// </summary>
    /// <exception cref="ArgumentException">An option breaks its bound.</exception>
    /// <exception cref="InvalidDataException">A record cannot be read: the disk is damaged.</exception>
    public Replica(ReplicaOptions options, ReplicaKeys keys, ReplicaStart start)
    {
        options.Validate();
        _options = options;
        _parameters = options.Parameters;
        _keys = keys;
        _requests = new RequestQueue(
            options.RequestQueueMax, options.RequestsPerAccountMax, options.RequestsPerPeerMax);
        _committedHeader = start.Head;
        _committed = start.Head?.Height ?? default;
        _head = _committed;
        foreach (var (id, validUntil) in start.RecentTransactions)
        {
            _recent.Add(id, validUntil);
        }

        TakePlace(start.Epoch);
        var records = RestoreStable(start.Records);
        _window = NewWindow();
        SetChange(start.Change);
        Restore(records);
    }

    /// <summary>When the host should tick next, on the monotonic clock of <see cref="Tick"/>.</summary>
    public long NextDeadlineMilliseconds => ComputeNextDeadline();

    /// <summary>A picture of now; cheap.</summary>
    public ReplicaStatus Status => new()
    {
        Epoch = _epoch,
        PendingChange = _change,
        Self = _isMember ? _self : null,
        View = _view,
        Primary = _membership.Primary(_view),
        Mode = _isDiverged ? ReplicaMode.Diverged
            : !_isMember ? ReplicaMode.Observer
            : _isCatchingUp ? ReplicaMode.CatchUp
            : _isActive ? ReplicaMode.Normal : ReplicaMode.ViewChange,
        LowWatermark = _window.Low,
        HighWatermark = _window.High,
        Head = _head,
        Committed = _committed,
        RequestCount = _requests.Count,
        ViewChangeCount = _viewChangeCount,
        Evidence = _evidence,
        DroppedCount = _droppedCount,
    };

    private bool IsPrimary => _isMember && _membership.Primary(_view) == _self;

    /// <summary>
    /// Votes rest on a proven low watermark: a replica that has caught up beyond its last stable checkpoint votes again
    /// once it has learnt the checkpoint (its view change would not reach high enough otherwise).
    /// </summary>
    private bool CanVote => _isMember && !_isDiverged && _window.Low == _stable.Height;

    /// <summary>Takes one input and appends what the host must do, in order. An input of the past is ignored.</summary>
    /// <exception cref="InvalidOperationException">
    /// The host or this class broke an invariant; the replica must stop.
    /// </exception>
    public void Step(ReplicaInput input, IList<ReplicaEffect> effects)
    {
        _effects = effects;
        switch (input)
        {
            case Tick tick:
                OnTick(tick);
                break;
            case Received received:
                Check.That(_hasTime, "the first input is a tick");
                OnReceived(received.Message);
                break;
            case Submitted submitted:
                OnSubmitted(submitted.Transaction);
                break;
            case Executed executed:
                OnExecuted(executed);
                break;
            case Stored stored:
                OnStored(stored.Height);
                break;
            case Imported imported:
                OnImported(imported);
                break;
            case Restored restored:
                OnRestored(restored);
                break;
            case Probed probed:
                OnProbed(probed);
                break;
            case CatchUpEnded ended:
                OnCatchUpEnded(ended.Success);
                break;
        }

        Propose();
    }

    private void OnReceived(VerifiedMessage message)
    {
        // What was checked against another membership says nothing here: its senders had other places.
        if (message.Epoch.Base != _epoch.Base ||
            (_isMember && message.Content.Sender == _self && message.Kind != MessageKind.NewView))
        {
            return;
        }

        switch (message.Content)
        {
            case PrePrepareMessage prePrepare:
                if (IsForNow(message, prePrepare.View, prePrepare.Height))
                {
                    OnPrePrepare(prePrepare);
                }

                break;
            case VoteMessage { Kind: MessageKind.Prepare } prepare:
                if (IsForNow(message, prepare.View, prepare.Height))
                {
                    OnPrepare(prepare);
                }

                break;
            case VoteMessage commit:
                if (IsLateCommit(commit) || IsForNow(message, commit.View, commit.Height))
                {
                    OnCommit(commit);
                }

                break;
            case CheckpointMessage checkpoint:
                OnCheckpoint(checkpoint);
                break;
            case StableCheckpointMessage stable:
                OnStableCheckpoint(stable.Checkpoint);
                break;
            case ViewChangeMessage viewChange:
                OnViewChange(viewChange);
                break;
            case NewViewMessage newView:
                OnNewView(newView, message.Bytes);
                break;
            case StatusMessage status:
                OnStatus(status);
                break;
            case TransactionsMessage transactions:
                OnTransactions(transactions);
                break;
            case FetchBatchMessage fetch:
                OnFetchBatch(fetch);
                break;
            case BatchReplyMessage reply:
                OnBatchReply(reply);
                break;
        }
    }

    /// <summary>
    /// View and watermarks are checked on every ordering message (§4.2, PITFALLS.md 3): past ones are dropped, future
    /// ones buffered.
    /// </summary>
    private bool IsForNow(VerifiedMessage message, ViewNumber view, SequenceNumber height)
    {
        if (view < _view || height <= _window.Low)
        {
            return false;
        }

        if (view == _view && _isActive && height <= _window.High)
        {
            return true;
        }

        if (!_future.Add(message))
        {
            _droppedCount++;
        }

        return false;
    }

    /// <summary>
    /// While a view change runs, commits may still complete what the view before has prepared: a quorum is a proof.
    /// </summary>
    private bool IsLateCommit(VoteMessage commit) =>
        !_isActive && commit.View < _view && _window.Find(commit.Height) is { } slot && slot.View == commit.View;

    private void ReplayFuture()
    {
        foreach (var message in _future.TakeAll())
        {
            OnReceived(message);
        }
    }

    private void OnTick(Tick tick)
    {
        Check.That(tick.MonotonicMilliseconds >= _now || !_hasTime, "the monotonic clock went back");
        _now = tick.MonotonicMilliseconds;
        _wallClock = tick.WallClockMilliseconds;
        if (!_hasTime)
        {
            _hasTime = true;
            _viewEnteredAt = _now;
            _lastProgressAt = _now;
            _nextStatusAt = _now;
            Resume();
        }

        SendRequests();
        CheckRequestTimer();
        CheckNewViewTimer();
        FetchMissingBatches();
        if (_now >= _nextStatusAt)
        {
            OnStatusInterval();
        }
    }

    private long ComputeNextDeadline()
    {
        var next = Math.Min(_nextStatusAt, RequestDeadline());
        next = Math.Min(next, _newViewDeadline);
        next = Math.Min(next, _nextFetchAt);
        return Math.Min(next, ProposalDeadline());
    }

    private OutgoingMessage Encode(
        MessageKind kind, byte[] body, ReadOnlyMemory<byte> signature, ReadOnlyMemory<byte> attachment = default) =>
        new(kind, new Envelope(kind, _self, body, signature, attachment).Encode());

    private byte[] Sign(MessageKind kind, byte[] body) =>
        Envelope.DomainOf(kind).Sign(_signer!, Envelope.ContextOf(kind, _epoch), body);

    private OutgoingMessage SignAndEncode(MessageKind kind, byte[] body, ReadOnlyMemory<byte> attachment = default) =>
        Encode(kind, body, Sign(kind, body), attachment);

    private void Emit(ReplicaEffect effect) => _effects.Add(effect);

    private void EmitReport(ReplicaReport report) => _effects.Add(new Report(report));

    private void PersistRecord(byte[] key, byte[] value) => _effects.Add(new Persist(key, value));

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
