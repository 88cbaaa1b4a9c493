using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Simulation;

/// <summary>
/// The host of one replica: carries effects out in order and holds back what follows an unsynced record. A crash loses
/// everything but the synced records and the stored blocks.
/// </summary>
internal sealed class SimulatedNode
{
    private readonly SimulatedCluster _cluster;
    private readonly ReplicaOptions _options;
    private readonly SortedDictionary<string, (byte[] Key, byte[] Value)> _disk = new(StringComparer.Ordinal);
    private readonly Queue<ReplicaEffect> _queue = [];
    private readonly List<(byte[] Key, byte[]? Value)> _unsynced = [];
    private readonly SortedDictionary<ulong, (Batch Batch, BlockHeader Header)> _overlays = [];
    private bool _isSyncing;
    private long _nextWake;
    private long _storedAt;

    public SimulatedNode(SimulatedCluster cluster, ReplicaId id, ReplicaOptions options)
    {
        _cluster = cluster;
        _options = options;
        Id = id;
        Start();
    }

    public ReplicaId Id { get; }

    public Replica? Replica { get; private set; }

    /// <summary>Counts starts; what an earlier life scheduled is void.</summary>
    public int Life { get; private set; }

    public List<Block> Chain { get; } = [];

    public List<ReplicaReport> Reports { get; } = [];

    public List<AdmissionResult> Admissions { get; } = [];

    public bool IsUp => Replica != null;

    private BlockHeader? Head => Chain.Count > 0 ? Chain[^1].Header : null;

    public void Start()
    {
        Life++;
        var recent = new List<(Digest, ulong)>();
        foreach (var block in Chain)
        {
            recent.AddRange(block.Batch.Transactions.Select(item => (item.Id, item.Body.ValidUntil)));
        }

        var records = _disk.Values.Select(record => KeyValuePair.Create(record.Key, record.Value)).ToList();
        _cluster.Random.Shuffle(records);
        var start = new ReplicaStart(
            Epoch.First(TestChain.Id, _cluster.Chain.Membership), null, Head, Chain.Count > 0 ? Chain[^1].Certificate : null, records, recent);
        Replica = new Replica(_options, new ReplicaKeys([_cluster.Chain.Signers[Id.Value]], 0), start);
        _nextWake = long.MaxValue;
        Step(null);
    }

    public void Crash()
    {
        Life++;
        Replica = null;
        _queue.Clear();
        _unsynced.Clear();
        _overlays.Clear();
        _isSyncing = false;
    }

    /// <summary>Ticks and takes the input, then carries out effects.</summary>
    public void Step(ReplicaInput? input)
    {
        var effects = new List<ReplicaEffect>();
        Replica!.Step(new Tick(_cluster.Now, SimulatedCluster.WallClockStart + (ulong)_cluster.Now), effects);
        if (input != null)
        {
            Replica.Step(input, effects);
        }

        foreach (var effect in effects)
        {
            _queue.Enqueue(effect);
        }

        Assert.True(
            input != null || Replica.NextDeadlineMilliseconds > _cluster.Now,
            "a tick leaves no deadline of now behind");
        Pump();
        var wake = Math.Max(Replica.NextDeadlineMilliseconds, _cluster.Now + 1);
        if (wake < _nextWake || _nextWake <= _cluster.Now)
        {
            _nextWake = wake;
            After(wake - _cluster.Now, () => Step(null));
        }
    }

    /// <summary>Does something later in this life.</summary>
    private void After(long delay, Action action)
    {
        var life = Life;
        _cluster.Schedule(delay, () =>
        {
            if (life == Life)
            {
                action();
            }
        });
    }

    private void Pump()
    {
        while (!_isSyncing && _queue.TryPeek(out var effect))
        {
            if (effect is Persist persist)
            {
                _unsynced.Add((persist.Key, persist.Value));
            }
            else if (effect is Forget forget)
            {
                _unsynced.Add((forget.Key, null));
            }
            else if (_unsynced.Count > 0)
            {
                _isSyncing = true;
                After(_cluster.Random.Below(4), Sync);
                return;
            }
            else
            {
                CarryOut(effect);
            }

            _queue.Dequeue();
        }
    }

    private void Sync()
    {
        foreach (var (key, value) in _unsynced)
        {
            if (value == null)
            {
                _disk.Remove(Convert.ToHexString(key));
            }
            else
            {
                _disk[Convert.ToHexString(key)] = (key, value);
            }
        }

        _unsynced.Clear();
        _isSyncing = false;
        Pump();
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _cluster.Transmit(this, send.To, send.Message);
                break;
            case Broadcast broadcast:
                foreach (var peer in _cluster.Nodes.Where(peer => peer != this))
                {
                    _cluster.Transmit(this, peer.Id, broadcast.Message);
                }

                break;
            case Execute execute:
                Execute(execute);
                break;
            case DropExecutions drop:
                foreach (var height in _overlays.Keys.Where(height => height >= drop.From.Value).ToList())
                {
                    _overlays.Remove(height);
                }

                break;
            case CommitBlock commit:
                Commit(commit);
                break;
            case CatchUp catchUp:
                After(5 + _cluster.Random.Below(30), () => ImportFrom(catchUp));
                break;
            case Admission admission:
                Admissions.Add(admission.Result);
                break;
            case Report report:
                Reports.Add(report.Event);
                break;
        }
    }

    private void Execute(Execute execute)
    {
        var previous = execute.Height.Value - 1;
        var below = _overlays.TryGetValue(previous, out var overlay) ? overlay.Header
            : previous == 0 ? null : Chain[(int)previous - 1].Header;
        Assert.False(_overlays.ContainsKey(execute.Height.Value), "an overlay is dropped before it is made anew");
        var header = _cluster.Chain.HeaderAfter(below, execute.Batch);
        _overlays.Add(execute.Height.Value, (execute.Batch, header));
        After(
            1 + _cluster.Random.Below(4),
            () => Step(new Executed(execute.Token, execute.Height, execute.Batch.Digest, header, null)));
    }

    private void Commit(CommitBlock commit)
    {
        var (batch, header) = _overlays[commit.Height.Value];
        Assert.Equal(header, commit.Header);
        var receipts = batch.Transactions.Select(_ => ReadOnlyMemory<byte>.Empty).ToList();
        var block = new Block(header, batch, receipts, commit.Certificate);
        _cluster.CheckAgreement(this, block);
        _storedAt = Math.Max(_storedAt + 1, _cluster.Now + 1 + _cluster.Random.Below(4));
        After(_storedAt - _cluster.Now, () =>
        {
            Append(block);
            Step(new Stored(commit.Height));
        });
    }

    private void Append(Block block)
    {
        Assert.Equal((ulong)Chain.Count + 1, block.Header.Height.Value);
        Assert.Equal(Head?.Hash ?? TestChain.Id, block.Header.PreviousHash);
        Chain.Add(block);
        _overlays.Remove(block.Header.Height.Value);
    }

    private void ImportFrom(CatchUp catchUp)
    {
        Assert.Empty(_overlays);
        var peer = _cluster.Nodes[catchUp.Peers[_cluster.Random.Below(catchUp.Peers.Count)].Value];
        if (peer.IsUp && _cluster.IsConnected(this, peer))
        {
            while (Chain.Count < peer.Chain.Count)
            {
                var block = peer.Chain[Chain.Count];
                Append(block);
                var ids = block.Batch.Transactions.Select(t => (t.Id, t.Body.ValidUntil)).ToList();
                Step(new Imported(block.Header, block.Certificate, ids, null));
            }
        }

        Step(new CatchUpEnded((ulong)Chain.Count >= catchUp.Target.Value));
    }
}
