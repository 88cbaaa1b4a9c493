using System.Diagnostics;
using Ledger.Cli.Network;

namespace Ledger.Cli.Demo;

/// <summary>
/// Kills one node, lets the network go on without it, starts it again and waits until it has what it missed.
/// </summary>
internal sealed class NodeOutage
{
    private static readonly TimeSpan CatchUpTimeout = TimeSpan.FromSeconds(40);

    private readonly DemoNetwork _network;
    private readonly Cast _cast;
    private ulong _heightBefore;

    public NodeOutage(DemoNetwork network, Cast cast, NetworkNode victim)
    {
        _network = network;
        _cast = cast;
        Victim = victim;
    }

    /// <summary>The node.</summary>
    public NetworkNode Victim { get; }

    /// <summary>What came of it; null before it is over.</summary>
    public OutageResult? Result { get; private set; }

    /// <summary>Notes where the node stands. It may get a little further before it is killed.</summary>
    public async Task PrepareAsync(CancellationToken cancellation) =>
        _heightBefore = (await _network.StatusAsync(Victim, cancellation).ConfigureAwait(false)).Height.Value;

    /// <summary>SIGKILL.</summary>
    public void Kill() => _network.Kill(Victim);

    /// <summary>
    /// Starts the node again and waits until it has every block that the others had when it came back.
    /// </summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var first = await _network.RestartAsync(Victim, cancellation).ConfigureAwait(false);
        var others = await Task.WhenAll(
            _network.Nodes.Where(n => n != Victim).Select(n => _network.StatusAsync(n, cancellation)))
                .ConfigureAwait(false);
        var target = others.Max(s => s.Height.Value);
        var caughtUp = await _network.WaitAsync(
            Victim, s => s.Height.Value >= target, $"caught up to height {target}", CatchUpTimeout, cancellation)
            .ConfigureAwait(false);
        Result = new OutageResult(
            Victim.Name, _heightBefore, first.Height.Value, target, caughtUp.Height.Value,
            Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Everyone talks to its own cell's node again from the next transaction on; between slots only.</summary>
    public void SendHome()
    {
        foreach (var member in _cast.All)
        {
            member.ReturnHome();
        }
    }
}
