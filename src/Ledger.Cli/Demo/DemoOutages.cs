using Ledger.Cli.Demo.Report;
using Ledger.Cli.Network;

namespace Ledger.Cli.Demo;

/// <summary>
/// The nodes that the day costs: the primary, and later one that was chosen beforehand. One caller.
/// </summary>
internal sealed class DemoOutages : IAsyncDisposable
{
    private readonly NodeOutage? _ofPrimary;
    private readonly NodeOutage _ofChosen;

    public DemoOutages(DemoNetwork network, Cast cast, DemoProgress progress, SlotSchedule schedule, NetworkNode chosen)
    {
        _ofPrimary = schedule.PrimaryOutage == null
            ? null
            : new NodeOutage(network, cast, progress, schedule.PrimaryOutage, victim: null);
        _ofChosen = new NodeOutage(network, cast, progress, schedule.Outage, chosen);
    }

    /// <summary>What came of the primary's; null when there was no time for it.</summary>
    public OutageResult? OfPrimary => _ofPrimary?.Result;

    /// <summary>What came of the chosen node's.</summary>
    public OutageResult? OfChosen => _ofChosen.Result;

    /// <summary>In the order in which they happen: one is over before the next one begins.</summary>
    private IEnumerable<NodeOutage> All => _ofPrimary == null ? [_ofChosen] : [_ofPrimary, _ofChosen];

    /// <summary>Does what must be done before a slot.</summary>
    public async Task BeforeSlotAsync(int slot, CancellationToken cancellation)
    {
        foreach (var outage in All)
        {
            await outage.BeforeSlotAsync(slot, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Kills the node whose slot this is.</summary>
    public void KillIn(int slot)
    {
        foreach (var outage in All)
        {
            outage.KillIn(slot);
        }
    }

    /// <summary>Looks back on a slot that has ended at a height.</summary>
    public async Task AfterSlotAsync(int slot, ulong height, CancellationToken cancellation)
    {
        foreach (var outage in All)
        {
            await outage.AfterSlotAsync(slot, height, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>After the last slot: brings back what is still away.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        foreach (var outage in All)
        {
            await outage.FinishAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var outage in All)
        {
            await outage.DisposeAsync().ConfigureAwait(false);
        }
    }
}
