using System.Diagnostics;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Node;
using Ledger.Primitives;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// Nodes as real processes whose links all go through proxies, under a load that never stops by itself, and the faults that
/// a scenario puts on them. Every wait is for something that the nodes or the load report, with a bound. One caller.
/// </summary>
internal sealed class ChaosNetwork : IAsyncDisposable
{
    private const string NormalMode = "Normal";
    private const string ViewChangeMode = "ViewChange";

    /// <summary>What a node may lack and still count as level: about two checkpoints, and a slow machine.</summary>
    private const ulong BlocksBehindMax = 64;

    /// <summary>Generous: all nodes and clients of a scenario share the processors of one small machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>For the status of a node that may be frozen or not take our certificate.</summary>
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<(int From, int To), LinkProxy> _links = [];
    private readonly List<DeviceConnection> _watchers = [];
    private NodeProcess?[] _processes = [];
    private SmallDisk? _disk;
    private LocalNetwork? _network;
    private ChaosLoad? _load;

    private ChaosNetwork()
    {
    }

    public LocalNetwork Local => _network ?? throw new InvalidOperationException("the network is not made yet");

    public ChaosLoad Load => _load ?? throw new InvalidOperationException("the load has not begun yet");

    /// <summary>The disk of the last node, when it has a small one.</summary>
    public SmallDisk Disk => _disk ?? throw new InvalidOperationException("no node has a small disk");

    public int Count => Local.Nodes.Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes a network, starts its nodes, and puts the load on it.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="payers">Clients of the load.</param>
    /// <param name="paceMilliseconds">Each of them pays once in this time.</param>
    /// <param name="hasSmallDisk">Whether the last node keeps its data on a disk of its own that can be filled.</param>
    public static async Task<ChaosNetwork> StartAsync(
        int nodes, int payers, int paceMilliseconds, bool hasSmallDisk = false)
    {
        var network = new ChaosNetwork();
        try
        {
            await network.BeginAsync(nodes, payers, TimeSpan.FromMilliseconds(paceMilliseconds), hasSmallDisk);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until so many more payments are acknowledged: the network commits.</summary>
    public async Task CommitsAsync(int payments = 50)
    {
        try
        {
            await Load.Done.WaitForMoreAsync(payments, Bound, Cancellation);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{payments} payments were not acknowledged within {Bound}: {await DescribeAsync()}");
        }
    }

    /// <summary>The primary of the newest view that a node that runs is at work in.</summary>
    public async Task<int> PrimaryAsync()
    {
        var running = Enumerable.Range(0, Count).Where(i => _processes[i] != null);
        var statuses = await Task.WhenAll(running.Select(StatusAsync));
        var newest = statuses.OfType<NodeStatus>().Where(s => s.Mode == NormalMode).MaxBy(s => s.View.Value)
            ?? throw new InvalidOperationException($"no node is at work in a view: {await DescribeAsync()}");
        return Local.Nodes.Index().First(n => n.Item.Name == newest.Primary).Index;
    }

    /// <summary>Ends nodes as a power cut would (SIGKILL).</summary>
    public void Kill(params ReadOnlySpan<int> nodes)
    {
        foreach (var node in nodes)
        {
            _processes[node]!.Kill();
            Forget(node);
        }
    }

    /// <summary>Waits until a node has ended by itself.</summary>
    public async Task EndsAsync(int node)
    {
        Assert.True(
            await _processes[node]!.WaitForExitAsync(Bound, Cancellation),
            $"{Local.Nodes[node].Name} still runs: {await DescribeAsync()}");
        Forget(node);
    }

    /// <summary>Starts nodes again and waits until each answers and has every block that the others had then.</summary>
    public async Task RestartAsync(params int[] nodes)
    {
        await StartAgainAsync(nodes);
        await LevelAsync(nodes);
    }

    /// <summary>Starts nodes again and waits until each answers.</summary>
    public async Task StartAgainAsync(params int[] nodes)
    {
        foreach (var node in nodes)
        {
            Launch(node);
        }

        await Task.WhenAll(nodes.Select(n => _processes[n]!.WaitReadyAsync(Bound, Cancellation)));
    }

    /// <summary>Freezes nodes (SIGSTOP): their connections stay open, and nothing comes out of them.</summary>
    public Task FreezeAsync(params int[] nodes) => SignalAsync("STOP", nodes);

    /// <summary>Lets frozen nodes go on (SIGCONT) and waits until they have what they missed.</summary>
    public async Task ThawAsync(params int[] nodes)
    {
        await SignalAsync("CONT", nodes);
        await LevelAsync(nodes);
    }

    /// <summary>The links on which a group is heard by the others.</summary>
    public IReadOnlyList<LinkProxy> LinksFrom(params int[] group) =>
        [.. _links.Where(l => group.Contains(l.Key.From) && !group.Contains(l.Key.To)).Select(l => l.Value)];

    /// <summary>The links on which a group hears the others.</summary>
    public IReadOnlyList<LinkProxy> LinksTo(params int[] group) =>
        [.. _links.Where(l => !group.Contains(l.Key.From) && group.Contains(l.Key.To)).Select(l => l.Value)];

    /// <summary>The one link on which a node is heard by another.</summary>
    public LinkProxy Link(int from, int to) => _links[(from, to)];

    /// <summary>
    /// Restarts a node with its clock set off from the machine's. It is waited for, except when its clock is behind: then
    /// the certificates of all others, fresh as they are, are not valid yet to it, and it talks to nobody.
    /// </summary>
    public async Task SetClockAsync(int node, TimeSpan offset)
    {
        Kill(node);
        var file = Local.ConfigurationOf(Local.Nodes[node]);
        (NodeConfiguration.Load(file) with { ClockOffsetMilliseconds = (long)offset.TotalMilliseconds }).Save(file);
        if (offset >= TimeSpan.Zero)
        {
            await StartAgainAsync(node);
        }
        else
        {
            Launch(node);
        }
    }

    /// <summary>
    /// Waits until nodes take part again: each has all that any node had a moment ago, and none is catching up. Until then
    /// they count as faulty, and a scenario that went on would ask for more than the network promises. One that waits for
    /// others to join its view change takes part.
    /// </summary>
    public async Task LevelAsync(params int[] nodes)
    {
        var began = Stopwatch.GetTimestamp();
        var isLevel = false;
        while (!isLevel && Stopwatch.GetElapsedTime(began) < Bound)
        {
            await ReachAsync(nodes, await HeightAsync());
            var head = await HeightAsync();
            var statuses = await Task.WhenAll(nodes.Select(StatusAsync));
            isLevel = statuses.All(s => s is { Mode: NormalMode or ViewChangeMode } && s.Height.Value + BlocksBehindMax >= head.Value);
        }

        Assert.True(isLevel, $"not all of the nodes take part: {await DescribeAsync()}");
    }

    /// <summary>Waits until nodes have the block of a height.</summary>
    public async Task ReachAsync(IEnumerable<int> nodes, SequenceNumber height)
    {
        try
        {
            await Task.WhenAll(nodes.Select(n => BlockAsync(n, height)));
        }
        catch (LedgerException e)
        {
            Assert.Fail($"not all of the nodes reached height {height}: {e.Message}: {await DescribeAsync()}");
        }
    }

    /// <summary>The greatest height that a node tells.</summary>
    public async Task<SequenceNumber> HeightAsync()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, Count).Select(StatusAsync));
        return new SequenceNumber(statuses.OfType<NodeStatus>().Max(s => s.Height.Value));
    }

    /// <summary>A node's block at a height, checked to be certified; waits until the node has it.</summary>
    public Task<Block> BlockAsync(int node, SequenceNumber height) => _watchers[node].Client.GetBlockAsync(height, Cancellation);

    /// <summary>A node's client for whatever needs no waiting.</summary>
    public LedgerClient Client(int node) => _watchers[node].Client;

    /// <summary>What a node says of itself; null when it does not answer.</summary>
    public async Task<NodeStatus?> StatusAsync(int node)
    {
        if (_processes[node] == null)
        {
            return null;
        }

        await using var connection = Local.Connect(
            LocalNetwork.AdministratorOf(Local.Nodes[node].Organisation), Local.Nodes[node].Name,
            options => options with { ConnectTimeout = AnswerBound, CallTimeout = AnswerBound });
        try
        {
            var status = await connection.Client.StatusAsync(Cancellation);
            Assert.Equal(Local.Nodes[node].Name, status.Node);
            return status;
        }
        catch (LedgerException e) when (e.Code is LedgerError.Unavailable or LedgerError.Timeout)
        {
            return null;
        }
    }

    /// <summary>Stops all nodes in good order and has each directory audited offline.</summary>
    public async Task VerifyAsync()
    {
        var (stopped, killed) = await NetworkRunner.StopAsync(Local, Cancellation);
        Assert.Equal(Count, stopped.Count);
        Assert.Empty(killed);
        for (var i = 0; i < Count; i++)
        {
            Forget(i);
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancellation,
        };
        await Parallel.ForAsync(0, Count, options, async (i, _) =>
        {
            var verified = await LedgerCommand.RunAsync(
                "verify", Local.Layout.NodeData(Local.Nodes[i].Organisation), "--genesis", Local.Layout.Genesis);
            Assert.True(verified.ExitCode == 0, $"{Local.Nodes[i].Name}: {verified.All}");
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_load != null)
        {
            await _load.DisposeAsync();
        }

        for (var i = 0; i < _processes.Length; i++)
        {
            if (_processes[i] != null)
            {
                Kill(i);
            }
        }

        foreach (var watcher in _watchers)
        {
            await watcher.DisposeAsync();
        }

        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }

        if (_disk != null)
        {
            await _disk.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BeginAsync(int nodes, int payers, TimeSpan pace, bool hasSmallDisk)
    {
        _network = NetworkFactory.Create(
            new NetworkPlan
            {
                Directory = Path.Combine(_folder.Path, "network"), Nodes = nodes, Name = "chaos", BasePort = NodePorts.Find(nodes),
            });
        RouteThroughProxies();
        if (hasSmallDisk)
        {
            // The disk hides the directory that was made with the network, so it is made again on it.
            _disk = await SmallDisk.MountAsync(_network.Layout.NodeData(_network.Nodes[^1].Organisation));
            LedgerNode.InitialiseData(NodeConfiguration.Load(_network.ConfigurationOf(_network.Nodes[^1])));
        }

        _processes = [.. await NetworkRunner.StartAsync(_network, isOwned: true, Cancellation)];
        foreach (var node in _network.Nodes)
        {
            _watchers.Add(_network.Connect(
                LocalNetwork.AdministratorOf(node.Organisation), node.Name,
                options => options with { CallTimeout = Bound }));
        }

        _load = await ChaosLoad.StartAsync(_network, payers, pace, Cancellation);
        await CommitsAsync();
    }

    private void RouteThroughProxies()
    {
        for (var from = 0; from < Count; from++)
        {
            var peers = new List<PeerAddress>();
            for (var to = 0; to < Count; to++)
            {
                if (from != to)
                {
                    var link = new LinkProxy(Local.Nodes[to].Address);
                    _links.Add((from, to), link);
                    peers.Add(new PeerAddress(Local.Nodes[to].Name, link.Address));
                }
            }

            var file = Local.ConfigurationOf(Local.Nodes[from]);
            (NodeConfiguration.Load(file) with { Peers = peers }).Save(file);
        }
    }

    private async Task SignalAsync(string signal, int[] nodes)
    {
        foreach (var node in nodes)
        {
            var id = _processes[node]!.Id;
            var sent = await LedgerCommand.RunProgramAsync("/bin/sh", ["-c", $"kill -{signal} {id}"]);
            Assert.True(sent.ExitCode == 0, sent.All);
        }
    }

    /// <summary>Starts a node and waits for nothing.</summary>
    public void Launch(int node) => _processes[node] = NodeProcess.Start(Local, Local.Nodes[node], isOwned: true);

    private void Forget(int node)
    {
        _processes[node]?.Dispose();
        _processes[node] = null;
    }

    private async Task<string> DescribeAsync()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, Count).Select(StatusAsync));
        var nodes = Local.Nodes.Zip(statuses, (node, status) => status == null
            ? $"{node.Name} does not answer ({LastWords(node)})"
            : $"{node.Name} is at {status.Height} in view {status.View} ({status.Mode}, {status.PendingTransactions} pending)");
        return $"{string.Join("; ", nodes)}; {Load.Done.Count} payments, {Load.Troubles.Count} troubles; " +
               string.Join("; ", Load.Flaws);
    }

    private string LastWords(NetworkNode node)
    {
        var log = Local.Layout.NodeLog(node.Organisation);
        return File.Exists(log) ? File.ReadLines(log).LastOrDefault("") : "";
    }
}
