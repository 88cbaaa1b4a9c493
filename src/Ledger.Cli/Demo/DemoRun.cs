using System.Diagnostics;
using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Demo.ReadBack;
using Ledger.Cli.Demo.Report;
using Ledger.Cli.Network;
using Ledger.Client;

namespace Ledger.Cli.Demo;

/// <summary>The demo from an empty directory to its report. One use, one caller.</summary>
internal sealed class DemoRun
{
    private readonly DemoOptions _options;
    private readonly DemoProgress _progress;
    private readonly SlotSchedule _schedule;
    private readonly Roster _roster;
    private readonly LatencyLog _latency = new();
    private LedgerException? _denial;

    public DemoRun(DemoOptions options, DemoProgress progress)
    {
        _options = options;
        _progress = progress;
        _schedule = new SlotSchedule(options.Slots);
        _roster = new Roster(options.Nodes, options.Homes, DemoFeeder.Of(options.Feeder));
    }

    /// <summary>Runs against a network that was made and does not run yet.</summary>
    /// <param name="local">The network.</param>
    /// <param name="begun">Timestamp from which the run's time counts.</param>
    /// <param name="cancellation">Ends it early; the nodes are stopped.</param>
    public async Task<DemoReport> RunAsync(LocalNetwork local, long begun, CancellationToken cancellation)
    {
        _progress.Step($"certifying {_roster.All.Count()} members of {_options.Nodes} cells");
        await Registration.CertifyAsync(local.Layout, _roster, TimeProvider.System, cancellation).ConfigureAwait(false);
        _progress.Step($"starting {_options.Nodes} nodes");
        var network = await DemoNetwork.StartAsync(local, _options.Keep, cancellation).ConfigureAwait(false);
        await using (network.ConfigureAwait(false))
        {
            var cast = new Cast(network, _roster, _latency);
            await using (cast.ConfigureAwait(false))
            {
                return await RunAsync(network, cast, begun, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<DemoReport> RunAsync(DemoNetwork network, Cast cast, long begun, CancellationToken cancellation)
    {
        _progress.Step("installing the contracts by agreement of the cells");
        await ContractSetup.InstallAsync(network, cancellation).ConfigureAwait(false);
        _progress.Step($"enrolling members, registering {_options.Homes} homes with their meters");
        await ContractSetup.PrepareAsync(network, cast, _roster, _schedule, _options.Mechanism, cancellation).ConfigureAwait(false);

        var victim = _options.Victim == null ? network.Nodes[^1] : network.Local.Node(_options.Victim);
        var outages = new DemoOutages(network, cast, _progress, _schedule, victim);
        await using (outages.ConfigureAwait(false))
        {
            _progress.Step($"trading {_options.Slots} slots of 15 minutes");
            var tradingBegun = Stopwatch.GetTimestamp();
            await _progress.TradeAsync(_options.Slots, () => TradeAsync(cast, outages, cancellation))
                .ConfigureAwait(false);
            var tradingTime = Stopwatch.GetElapsedTime(tradingBegun);
            return await ReportAsync(network, cast, outages, begun, tradingTime, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DemoReport> ReportAsync(
        DemoNetwork network, Cast cast, DemoOutages outages, long begun, TimeSpan tradingTime,
        CancellationToken cancellation)
    {
        _progress.Step("reading the ledger back from the nodes");
        var run = new RunFacts(
            _options.Slots, _options.Homes, outages.OfChosen, _denial?.Code == LedgerError.PermissionDenied,
            _denial == null ? "it was accepted" : $"{_denial.Code}: {_denial.Message}")
        {
            PrimaryOutage = outages.OfPrimary,
            Mechanism = _options.Mechanism,
            Feeder = _options.Feeder,
            Scale = _roster.Scale,
        };
        var ledger = await new LedgerReadBack(network, _roster, run, cast.Regulator.Client)
            .ReadAsync(_schedule, cancellation).ConfigureAwait(false);
        return new DemoReport
        {
            Ledger = ledger,
            Run = run,
            Checks = DemoChecks.Run(ledger, run),
            Latency = _latency.Percentiles(),
            Time = Stopwatch.GetElapsedTime(begun),
            TradingTime = tradingTime,
        };
    }

    private async Task TradeAsync(Cast cast, DemoOutages outages, CancellationToken cancellation)
    {
        using var recovering = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await TradeAsync(new SlotRunner(cast, _schedule), outages, recovering.Token).ConfigureAwait(false);
        }
        finally
        {
            // When trading fails, a node's return is not waited for any more.
            await recovering.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task TradeAsync(SlotRunner runner, DemoOutages outages, CancellationToken cancellation)
    {
        await runner.OpenAsync(_schedule.First, cancellation).ConfigureAwait(false);
        _denial = await runner.OfferWithoutRightAsync(_schedule.First, cancellation).ConfigureAwait(false);
        foreach (var slot in _schedule.Slots)
        {
            await outages.BeforeSlotAsync(slot, cancellation).ConfigureAwait(false);
            var outcome = await runner.RunAsync(slot, () => outages.KillIn(slot), cancellation).ConfigureAwait(false);
            await outages.AfterSlotAsync(slot, outcome.Height, cancellation).ConfigureAwait(false);
            _progress.Slot(outcome);
        }

        await outages.FinishAsync(cancellation).ConfigureAwait(false);
    }
}
