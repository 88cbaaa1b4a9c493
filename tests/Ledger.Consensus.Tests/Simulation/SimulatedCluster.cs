using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Simulation;

/// <summary>
/// A whole cluster in one thread from one seed, around the real replica. Every commit is checked against what any other
/// honest replica has committed.
/// </summary>
internal sealed class SimulatedCluster
{
    public const ulong WallClockStart = 1_700_000_000_000;
    private readonly PriorityQueue<Action, (long At, long Number)> _events = new();
    private readonly SortedDictionary<ulong, Digest> _agreed = [];
    private readonly HashSet<Digest> _committed = [];
    private readonly FakeVerifier _signatures = new();
    private readonly bool[,] _cut;
    private long _scheduled;

    public SimulatedCluster(int replicaCount, ulong seed, Func<ReplicaOptions, ReplicaOptions>? configure = null)
    {
        Random = new SeededRandom(seed);
        Chain = new TestChain(replicaCount);
        _cut = new bool[replicaCount, replicaCount];
        Nodes = [];
        for (var i = 0; i < replicaCount; i++)
        {
            var options = FastOptions();
            Nodes.Add(new SimulatedNode(
                this, new ReplicaId((ushort)i), configure == null ? options : configure(options)));
        }
    }

    public SeededRandom Random { get; }

    public TestChain Chain { get; }

    public List<SimulatedNode> Nodes { get; }

    public long Now { get; private set; }

    public int LossPercent { get; set; }

    public int DuplicationPercent { get; set; }

    public int DelayMax { get; set; } = 5;

    /// <summary>Rewrites what a node sends; null to send nothing. For Byzantine replicas.</summary>
    public Func<SimulatedNode, ReplicaId, OutgoingMessage, IEnumerable<ReadOnlyMemory<byte>>>? Tamper { get; set; }

    public int AgreedCount => _agreed.Count;

    /// <summary>Short timers and a small window, so that a short run meets every edge.</summary>
    public static ReplicaOptions FastOptions() => new()
    {
        ChainId = TestChain.Id,
        Parameters = new ConsensusParameters { BatchTransactionsMax = 4, WindowSize = 16, CheckpointInterval = 4 },
        RequestTimeout = TimeSpan.FromMilliseconds(400),
        CensorshipTimeout = TimeSpan.FromMilliseconds(1600),
        ViewChangeTimeout = TimeSpan.FromMilliseconds(400),
        ViewChangeTimeoutMax = TimeSpan.FromMilliseconds(3200),
        StatusInterval = TimeSpan.FromMilliseconds(100),
        FetchInterval = TimeSpan.FromMilliseconds(20),
    };

    public void Schedule(long delay, Action action) => _events.Enqueue(action, (Now + delay, _scheduled++));

    public bool IsCommitted(Digest transaction) => _committed.Contains(transaction);

    public bool IsConnected(SimulatedNode from, SimulatedNode to) => !_cut[from.Id.Value, to.Id.Value];

    /// <summary>Cuts every link between the group and the rest.</summary>
    public void Partition(IReadOnlySet<int> group)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            for (var j = 0; j < Nodes.Count; j++)
            {
                _cut[i, j] = group.Contains(i) != group.Contains(j);
            }
        }
    }

    public void Heal()
    {
        Partition(new HashSet<int>());
        LossPercent = 0;
        DuplicationPercent = 0;
        DelayMax = 5;
        foreach (var node in Nodes.Where(node => !node.IsUp))
        {
            node.Start();
        }
    }

    public void Transmit(SimulatedNode from, ReplicaId to, OutgoingMessage message)
    {
        foreach (var bytes in Tamper?.Invoke(from, to, message) ?? [message.Bytes])
        {
            if (_cut[from.Id.Value, to.Value] || Random.Chance(LossPercent))
            {
                continue;
            }

            var copies = Random.Chance(DuplicationPercent) ? 2 : 1;
            for (var i = 0; i < copies; i++)
            {
                Schedule(1 + Random.Below(DelayMax), () => Deliver(from, to, bytes));
            }
        }
    }

    public void Submit(SimulatedNode node, Transaction transaction)
    {
        if (node.IsUp)
        {
            node.Step(new Submitted(transaction));
        }
    }

    /// <summary>Runs until the condition holds or the time is over.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, long milliseconds)
    {
        var end = Now + milliseconds;
        while (!condition())
        {
            if (!_events.TryPeek(out var action, out var key) || key.At > end)
            {
                Now = end;
                return condition();
            }

            _events.Dequeue();
            Now = key.At;
            action();
        }

        return true;
    }

    public void Run(long milliseconds) => RunUntil(() => false, milliseconds);

    /// <summary>
    /// Agreement, validity of the certificate, and no transaction twice: checked at every commit of every replica.
    /// </summary>
    public void CheckAgreement(SimulatedNode node, Block block)
    {
        var height = block.Header.Height.Value;
        Assert.True(
            block.Certificate.Verify(_signatures, TestChain.Id, Chain.Membership, block.Header),
            $"node {node.Id} commits height {height} without a valid certificate");
        if (_agreed.TryGetValue(height, out var agreed))
        {
            Assert.True(agreed == block.Header.Hash, $"node {node.Id} disagrees at height {height}");
            return;
        }

        _agreed.Add(height, block.Header.Hash);
        foreach (var transaction in block.Batch.Transactions)
        {
            Assert.True(
                _committed.Add(transaction.Id), $"a transaction is in the chain twice, again at height {height}");
            Assert.InRange(height, transaction.Body.ValidFrom, transaction.Body.ValidUntil);
        }
    }

    private void Deliver(SimulatedNode from, ReplicaId to, ReadOnlyMemory<byte> bytes)
    {
        var node = Nodes[to.Value];
        if (node.IsUp && Chain.Verifier.TryVerify(bytes, from.Id, out _) is { } message)
        {
            node.Step(new Received(message));
        }
    }
}
