using System.Diagnostics;
using Ledger.Cli.Bench;
using Ledger.Cli.Demo.Report;
using Ledger.Cli.Network;

namespace Ledger.Cli.Demo;

/// <summary>
/// Kills one node, lets the network go on without it, starts it again and waits until it has what it missed. One use,
/// one caller.
/// </summary>
internal sealed class NodeOutage : IAsyncDisposable
{
    private static readonly TimeSpan CatchUpTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan FeedTimeout = TimeSpan.FromSeconds(20);

    private readonly DemoNetwork _network;
    private readonly Cast _cast;
    private readonly DemoProgress _progress;
    private readonly OutagePlan _plan;
    private readonly bool _isOfPrimary;
    private ulong _heightBefore;
    private CommitWatch? _watch;
    private TimeSpan _killedAt;
    private TimeSpan? _gap;
    private Task? _recovery;
    private bool _isAway;

    /// <summary>Plans an outage.</summary>
    /// <param name="network">The nodes.</param>
    /// <param name="cast">Who talks to them.</param>
    /// <param name="progress">Told of what happens.</param>
    /// <param name="plan">When.</param>
    /// <param name="victim">Which node; null for whichever is the primary when the time comes.</param>
    public NodeOutage(DemoNetwork network, Cast cast, DemoProgress progress, OutagePlan plan, NetworkNode? victim)
    {
        _network = network;
        _cast = cast;
        _progress = progress;
        _plan = plan;
        _isOfPrimary = victim == null;
        Victim = victim;
    }

    /// <summary>The node; null while it is not known yet.</summary>
    public NetworkNode? Victim { get; private set; }

    /// <summary>What came of it; null before it is over.</summary>
    public OutageResult? Result { get; private set; }

    /// <summary>Does what must be done before a slot: gets ready to kill, starts again, sends the homes back.</summary>
    public async Task BeforeSlotAsync(int slot, CancellationToken cancellation)
    {
        if (slot == _plan.KillSlot)
        {
            await PrepareAsync(slot, cancellation).ConfigureAwait(false);
        }
        else if (_isAway && slot >= _plan.RestartSlot)
        {
            _recovery ??= RecoverAsync(slot, cancellation);
            if (_recovery.IsCompleted || slot >= _plan.ReturnSlot)
            {
                await ReturnAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>SIGKILL, when this is the slot for it.</summary>
    public void KillIn(int slot)
    {
        if (slot == _plan.KillSlot)
        {
            _killedAt = _watch?.Now ?? default;
            _network.Kill(Victim!);
            _isAway = true;
        }
    }

    /// <summary>Looks back on a slot that has ended: how long nothing was committed in it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="height">The height at its end.</param>
    /// <param name="cancellation">Ends the wait for a node that follows the chain.</param>
    public async Task AfterSlotAsync(int slot, ulong height, CancellationToken cancellation)
    {
        if (slot != _plan.KillSlot || _watch == null)
        {
            return;
        }

        await _watch.WaitForAsync((int)(height - _heightBefore + 1), FeedTimeout, cancellation).ConfigureAwait(false);
        _gap = _watch.LongestGap(_killedAt);
        await EndWatchAsync().ConfigureAwait(false);
    }

    /// <summary>After the last slot: brings back what is still away.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        if (_isAway)
        {
            _recovery ??= RecoverAsync(_plan.RestartSlot, cancellation);
            await ReturnAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndWatchAsync().ConfigureAwait(false);

    /// <summary>
    /// Notes where the node stands; it may get a little further before it is killed. For the primary, somebody who only
    /// follows is asked to note the commits from the last one before.
    /// </summary>
    private async Task PrepareAsync(int slot, CancellationToken cancellation)
    {
        if (_isOfPrimary)
        {
            var any = await _network.StatusAsync(_network.Nodes[0], cancellation).ConfigureAwait(false);
            Victim = _network.Local.Node(any.Primary);
        }

        _heightBefore = (await _network.StatusAsync(Victim!, cancellation).ConfigureAwait(false)).Height.Value;
        if (_isOfPrimary)
        {
            var place = _network.Nodes.Index().First(n => n.Item == Victim).Index;
            _watch = _network.Watch(_network.Nodes[(place + 2) % _network.Nodes.Count], new(_heightBefore));
            await _watch.WaitForAsync(1, FeedTimeout, cancellation).ConfigureAwait(false);
        }

        _progress.Step(
            $"{SlotSchedule.TimeOf(slot)}: killing {Victim!.Name}{(_isOfPrimary ? ", the primary," : "")} while orders " +
            "are on their way");
    }

    /// <summary>
    /// Starts the node again and waits until it has every block that the others had when it came back.
    /// </summary>
    private async Task RecoverAsync(int slot, CancellationToken cancellation)
    {
        var victim = Victim!;
        _progress.Step($"{SlotSchedule.TimeOf(slot)}: starting {victim.Name} again");
        var started = Stopwatch.GetTimestamp();
        var first = await _network.RestartAsync(victim, cancellation).ConfigureAwait(false);
        var others = await Task.WhenAll(
            _network.Nodes.Where(n => n != victim).Select(n => _network.StatusAsync(n, cancellation)))
                .ConfigureAwait(false);
        var target = others.Max(s => s.Height.Value);
        var caughtUp = await _network.WaitAsync(
            victim, s => s.Height.Value >= target, $"caught up to height {target}", CatchUpTimeout, cancellation)
            .ConfigureAwait(false);
        Result = new OutageResult(
            victim.Name, _heightBefore, first.Height.Value, target, caughtUp.Height.Value,
            Stopwatch.GetElapsedTime(started))
        {
            Gap = _gap,
        };
    }

    /// <summary>Everyone talks to its own cell's node again from the next transaction on; between slots only.</summary>
    private async Task ReturnAsync(CancellationToken cancellation)
    {
        await _recovery!.WaitAsync(CatchUpTimeout, cancellation).ConfigureAwait(false);
        foreach (var member in _cast.All)
        {
            member.ReturnHome();
        }

        _isAway = false;
        _progress.Step($"{Victim!.Name} has caught up, {Result!.BlocksFetched} blocks; its homes use it again");
    }

    private async Task EndWatchAsync()
    {
        if (_watch != null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
            _watch = null;
        }
    }
}
