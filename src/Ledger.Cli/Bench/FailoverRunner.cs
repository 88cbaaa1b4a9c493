using System.Diagnostics;
using Ledger.Client;

namespace Ledger.Cli.Bench;

/// <summary>Kills one primary after another under load and measures how long each time nothing was committed.</summary>
internal sealed class FailoverRunner
{
    /// <summary>Blocks behind which a node still counts as level, and so many looks in a row that must say so.</summary>
    private const ulong LevelBlocks = 8;

    /// <inheritdoc cref="LevelBlocks"/>
    private const int LevelPolls = 20;

    private const string NormalMode = "Normal";
    private const string ViewChangeMode = "ViewChange";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly BenchNetwork _network;
    private readonly FailoverPlan _plan;

    public FailoverRunner(BenchNetwork network, FailoverPlan plan)
    {
        _network = network;
        _plan = plan;
    }

    /// <summary>All kills, one after another.</summary>
    /// <param name="tell">Told of each kill as soon as it is over.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="CommandException">The load failed, or the network does not come back in time.</exception>
    public async Task<FailoverReport> RunAsync(Action<FailoverGap> tell, CancellationToken cancellation)
    {
        var gaps = new List<FailoverGap>();
        long transactions;
        var load = FailoverLoad.Start(_network, _plan.InFlight);
        await using (load.ConfigureAwait(false))
        {
            for (var run = 0; run < _plan.Runs; run++)
            {
                gaps.Add(await KillPrimaryAsync(cancellation).ConfigureAwait(false));
                load.Check();
                tell(gaps[^1]);
            }

            transactions = load.Transactions;
        }

        return new FailoverReport
        {
            Profile = _plan.Profile,
            Nodes = _network.Network.Nodes.Count,
            Clients = _plan.Clients,
            InFlight = _plan.InFlight,
            Transactions = transactions,
            Gaps = gaps,
        };
    }

    private async Task<FailoverGap> KillPrimaryAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Bound)
        {
            if (await TryKillPrimaryAsync(cancellation).ConfigureAwait(false) is { } gap)
            {
                return gap;
            }
        }

        throw CommandException.Failed($"no primary stayed one for {_plan.CommitsBefore} commits within {Bound.TotalSeconds:0} s");
    }

    /// <summary>One attempt; null when the view changed by itself before the kill.</summary>
    private async Task<FailoverGap?> TryKillPrimaryAsync(CancellationToken cancellation)
    {
        var nodes = _network.Network.Nodes;
        var before = await NewestAsync(cancellation).ConfigureAwait(false);
        var victim = nodes.Index().First(n => n.Item.Name == before.Primary).Index;

        // Neither the primary nor the one that follows it: a node that has nothing to do but follow.
        var watched = (victim + 2) % nodes.Count;
        var from = (await StatusAsync(watched, cancellation).ConfigureAwait(false)).Height.Next;
        var watch = CommitWatch.Start(_network.Observers[watched].Client, from);
        await using (watch.ConfigureAwait(false))
        {
            await watch.WaitForAsync(_plan.CommitsBefore, Bound, cancellation).ConfigureAwait(false);
            var view = (await StatusAsync(watched, cancellation).ConfigureAwait(false)).View;
            if (view != before.View)
            {
                return null;
            }

            var killedAt = watch.Now;
            _network.Kill(victim);
            var after = await WaitAsync(
                watched, s => s.View.Value > view.Value && s.Mode == NormalMode, "entered a new view", cancellation)
                .ConfigureAwait(false);
            await watch.WaitForAsync(watch.Count + _plan.CommitsAfter, Bound, cancellation).ConfigureAwait(false);
            var gap = watch.LongestGap(killedAt)
                ?? throw new InvalidOperationException("commits were seen after the kill and none is in the list");
            var catchUp = await RestartAsync(victim, watched, cancellation).ConfigureAwait(false);
            return new FailoverGap(
                nodes[victim].Name, nodes[watched].Name, view.Value, after.View.Value, Milliseconds(gap),
                Milliseconds(catchUp));
        }
    }

    private async Task<TimeSpan> RestartAsync(int victim, int other, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await _network.RestartAsync(victim, cancellation).ConfigureAwait(false);
        var target = (await StatusAsync(other, cancellation).ConfigureAwait(false)).Height;
        await WaitAsync(
            victim, s => s.Height >= target && s.Mode is (NormalMode or ViewChangeMode), $"caught up to height {target}", cancellation)
            .ConfigureAwait(false);
        await WaitUntilLevelAsync(victim, other, cancellation).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>
    /// As long as a node is behind it counts as faulty, and a kill would be one fault more than the network bears: it has to
    /// keep up with the others for a while.
    /// </summary>
    private async Task WaitUntilLevelAsync(int node, int other, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        for (var level = 0; level < LevelPolls;)
        {
            var head = (await StatusAsync(other, cancellation).ConfigureAwait(false)).Height.Value;
            var status = await StatusAsync(node, cancellation).ConfigureAwait(false);
            var isLevel = status.Mode is (NormalMode or ViewChangeMode) && status.Height.Value + LevelBlocks >= head;
            level = isLevel ? level + 1 : 0;
            if (Stopwatch.GetElapsedTime(began) > Bound)
            {
                throw CommandException.Failed(
                    $"{status.Node} does not keep up: it is at height {status.Height} ({status.Mode}), others at {head}");
            }

            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The status of the node that is at work in the newest view.</summary>
    private async Task<NodeStatus> NewestAsync(CancellationToken cancellation)
    {
        var statuses = await Task.WhenAll(_network.Observers.Select((_, node) => StatusAsync(node, cancellation)))
            .ConfigureAwait(false);
        return statuses.Where(s => s.Mode == NormalMode).MaxBy(s => s.View.Value) ?? statuses[0];
    }

    private Task<NodeStatus> StatusAsync(int node, CancellationToken cancellation) =>
        _network.Observers[node].Client.StatusAsync(cancellation);

    private async Task<NodeStatus> WaitAsync(
        int node, Func<NodeStatus, bool> isReached, string what, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = await StatusAsync(node, cancellation).ConfigureAwait(false);
            if (isReached(status))
            {
                return status;
            }

            if (Stopwatch.GetElapsedTime(began) > Bound)
            {
                throw CommandException.Failed(
                    $"{status.Node} is at height {status.Height} in view {status.View} ({status.Mode}) and has not {what} " +
                    $"within {Bound.TotalSeconds:0} s");
            }

            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
