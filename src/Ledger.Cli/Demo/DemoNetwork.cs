using System.Diagnostics;
using Ledger.Cli.Bench;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>
/// The demo's nodes: real processes, watched through clients of their own. One caller, except for the questions about
/// status.
/// </summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(2);

    private readonly bool _keep;
    private readonly Dictionary<string, NodeProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceConnection> _watchers = new(StringComparer.Ordinal);

    private DemoNetwork(LocalNetwork network, bool keep)
    {
        Local = network;
        _keep = keep;
    }

    /// <summary>Where things are.</summary>
    public LocalNetwork Local { get; }

    /// <summary>The nodes, in order of their replica ids.</summary>
    public IReadOnlyList<NetworkNode> Nodes => Local.Nodes;

    /// <summary>Starts all nodes and waits until they answer.</summary>
    /// <param name="network">A network that does not run.</param>
    /// <param name="keep">Whether the nodes stay when this process ends.</param>
    /// <param name="cancellation">Ends the wait; nodes that were started are ended.</param>
    public static async Task<DemoNetwork> StartAsync(LocalNetwork network, bool keep, CancellationToken cancellation)
    {
        var demo = new DemoNetwork(network, keep);
        var processes = await NetworkRunner.StartAsync(network, isOwned: !keep, cancellation).ConfigureAwait(false);
        foreach (var process in processes)
        {
            demo._processes[process.Node.Name] = process;
        }

        foreach (var node in network.Nodes)
        {
            demo._watchers[node.Name] = network.Connect(
                LocalNetwork.AdministratorOf(node.Organisation), node.Name,
                options => options with { ConnectTimeout = PollTimeout, CallTimeout = PollTimeout });
        }

        return demo;
    }

    /// <summary>What a node says of itself.</summary>
    public Task<NodeStatus> StatusAsync(NetworkNode node, CancellationToken cancellation) =>
        _watchers[node.Name].Client.StatusAsync(cancellation);

    /// <summary>Notes the commits that a node tells of from a height on.</summary>
    public CommitWatch Watch(NetworkNode node, SequenceNumber from) => CommitWatch.Start(_watchers[node.Name].Client, from);

    /// <summary>Ends a node as a power cut would.</summary>
    public void Kill(NetworkNode node)
    {
        _processes[node.Name].Kill();
        _processes[node.Name].Dispose();
    }

    /// <summary>Starts a node again and waits until it answers.</summary>
    public async Task<NodeStatus> RestartAsync(NetworkNode node, CancellationToken cancellation)
    {
        var process = NodeProcess.Start(Local, node, isOwned: !_keep);
        _processes[node.Name] = process;
        return await process.WaitReadyAsync(NetworkRunner.ReadyTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits until a node has a height, or anything else is true of it.</summary>
    /// <exception cref="CommandException">It takes longer than the bound.</exception>
    public async Task<NodeStatus> WaitAsync(
        NetworkNode node, Func<NodeStatus, bool> isReached, string what, TimeSpan bound, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = await StatusAsync(node, cancellation).ConfigureAwait(false);
            if (isReached(status))
            {
                return status;
            }

            if (Stopwatch.GetElapsedTime(started) > bound)
            {
                throw CommandException.Failed(
                    $"{node.Name} is at height {status.Height} ({status.Mode}) and has not {what} within " +
                    $"{bound.TotalSeconds:0} s");
            }

            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until every node has a height.</summary>
    public Task WaitForHeightAsync(ulong height, TimeSpan bound, CancellationToken cancellation) =>
        Task.WhenAll(Nodes.Select(
            n => WaitAsync(n, s => s.Height.Value >= height, $"reached height {height}", bound, cancellation)));

    /// <summary>
    /// Waits until all nodes stand at one height, which they do soon after the last transaction; what they then say is
    /// the answer, equal or not.
    /// </summary>
    public async Task<IReadOnlyList<NodeStatus>> SettleAsync(TimeSpan bound, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var statuses = await Task.WhenAll(Nodes.Select(n => StatusAsync(n, cancellation))).ConfigureAwait(false);
            if (statuses.All(s => s.Height == statuses[0].Height) || Stopwatch.GetElapsedTime(started) > bound)
            {
                return statuses;
            }

            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the nodes in good order unless they shall stay.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_keep)
        {
            await NetworkRunner.StopAsync(Local).ConfigureAwait(false);
        }

        foreach (var watcher in _watchers.Values)
        {
            await watcher.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }
    }
}
