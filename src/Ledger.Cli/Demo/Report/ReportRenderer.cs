using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Demo.ReadBack;
using Ledger.Cli.Output;
using Spectre.Console;

namespace Ledger.Cli.Demo.Report;

/// <summary>The report for people: charts of the day, tables, checks. Works without a terminal too.</summary>
internal sealed class ReportRenderer
{
    private const int ChartHeight = 8;
    private const int ChartWidthMax = 120;
    private const int HashShown = 16;

    private readonly Terminal _terminal;

    public ReportRenderer(Terminal terminal)
    {
        _terminal = terminal;
    }

    public void Render(DemoReport report)
    {
        _terminal.Line(
            $"Mechanism {report.Run.Mechanism}, feeder {report.Run.Feeder}" +
            (report.Run.Scale > 1 ? $"; each home stands for {report.Run.Scale} like it" : ""));
        ShowDay(report.Ledger.Slots);
        ShowEnergy(report.Ledger);
        ShowFeeder(report);
        ShowBills(report.Ledger.Homes);
        ShowChain(report);
        ShowNodes(report.Ledger.Nodes);
        ShowChecks(report);
    }

    private void ShowDay(IReadOnlyList<SlotFacts> slots)
    {
        if (slots.Count == 0)
        {
            return;
        }

        var tariff = Tariff.Demo;
        var (feedIn, retail) = (Amounts.Price(tariff.FeedInMicro), Amounts.Price(tariff.RetailMicro));
        Title($"Price, ¤/kWh (feed-in {feedIn} to retail {retail})");
        Chart(slots, s => s.PriceMicro, tariff.FeedInMicro, tariff.RetailMicro, v => Amounts.Price((long)v));
        Title("Traded in the market, kWh per slot");
        Chart(slots, s => s.TradedWh, 0, Math.Max(slots.Max(s => s.TradedWh), 1), v => Amounts.Energy((long)v));
    }

    private void Chart(
        IReadOnlyList<SlotFacts> slots, Func<SlotFacts, long?> value, long bottom, long top, Func<double, string> label)
    {
        var width = Math.Min(_terminal.Console.Profile.Width, ChartWidthMax);
        var first = SlotSchedule.SlotAt(slots[0].Start);
        var lines = DayChart.Lines(
            [.. slots.Select(s => (double?)value(s))], first, DayChart.SlotsPerColumn(slots.Count, width), ChartHeight,
            bottom, top, label);
        foreach (var line in lines)
        {
            _terminal.Line(line);
        }
    }

    private void ShowEnergy(LedgerFacts ledger)
    {
        Title("Energy");
        _terminal.Fields(
            ("traded in the market", $"{Amounts.Energy(ledger.TradedWh)} kWh"),
            ("bought from the grid", $"{Amounts.Energy(ledger.GridImportWh)} kWh"),
            ("sold to the grid", $"{Amounts.Energy(ledger.GridExportWh)} kWh"));
    }

    /// <summary>The slots that the feeder did not bear at first: what the plain auction cleared, and what was sealed.</summary>
    private void ShowFeeder(DemoReport report)
    {
        if (report.Run.Feeder == DemoFeeder.None)
        {
            return;
        }

        var rows = report.Ledger.Slots
            .Select(s => (Slot: s, Cleared: report.Ledger.Chains[0].Cleared.GetValueOrDefault(s.Start)))
            .Where(r => r.Cleared?.Rounds > 1)
            .Select(r => new[]
            {
                SlotSchedule.TimeOf(SlotSchedule.SlotAt(r.Slot.Start)), Amounts.Energy(r.Cleared!.ClearedWh),
                Amounts.Energy(r.Cleared.SealedWh), Amounts.Count(r.Cleared.Rounds), string.Join(", ", r.Cleared.Binding),
                r.Cleared.IsSecure ? "secure" : "NOT SECURE",
            })
            .ToArray();
        Title($"Slots that {report.Run.Feeder} did not bear as they were cleared first; kWh");
        if (rows.Length == 0)
        {
            _terminal.Line("none: every slot was secure in its first round");
            return;
        }

        _terminal.Table(["slot", "cleared", "sealed", "rounds", "limits", ""], rows);
    }

    private void ShowBills(IReadOnlyList<HomeFacts> homes)
    {
        Title("Bills in ¤ (positive: the home receives) beside the tariff alone; market trades in kWh");
        var rows = homes.Select(h => Row(
            h.Account, h.AssetType, h.Bill.MarketBuyWh, h.Bill.MarketSellWh, h.Bill.NetNano, h.Bill.TariffNano,
            h.SavedNano));
        var sum = homes.Aggregate(BillFacts.None, (all, home) => all.Then(home.Bill));
        var last = Row(
            "all homes", "", sum.MarketBuyWh, sum.MarketSellWh, sum.NetNano, sum.TariffNano,
            homes.Sum(h => h.SavedNano));
        _terminal.Table(
            ["home", "has", "bought", "sold", "bill", "tariff", "gained"], [.. rows, last]);
    }

    private static string[] Row(
        string account, string assetType, long boughtWh, long soldWh, long netNano, long tariffNano, long savedNano) =>
    [
        account, assetType, Amounts.Energy(boughtWh), Amounts.Energy(soldWh), Amounts.Money(netNano),
        Amounts.Money(tariffNano), Amounts.Money(savedNano),
    ];

    private void ShowChain(DemoReport report)
    {
        var chain = report.Ledger.Chains[0];
        var latency = report.Latency;
        Title("Ledger");
        _terminal.Fields(
            ("blocks", Amounts.Count((long)chain.Height)),
            ("transactions", $"{Amounts.Count(chain.Transactions)} with {Amounts.Count(chain.Calls)} calls"),
            ("receipts failed", Amounts.Count(chain.Failures.Count)),
            ("latency", $"p50 {Amounts.Milliseconds(latency.P50)}, p95 {Amounts.Milliseconds(latency.P95)}, " +
                        $"p99 {Amounts.Milliseconds(latency.P99)} from the device's signature to its receipt"),
            ("time", $"{Amounts.Seconds(report.Time)}, of it {Amounts.Seconds(report.TradingTime)} trading"));
        ShowOutage(report.Run.PrimaryOutage);
        ShowOutage(report.Run.Outage);
    }

    private void ShowOutage(OutageResult? outage)
    {
        if (outage == null)
        {
            return;
        }

        var gap = outage.Gap is { } time
            ? $" as the primary, nothing was committed for {Amounts.Milliseconds(time)}; it"
            : ",";
        _terminal.Line(
            $"{outage.Node} was killed at height {outage.HeightBefore}{gap} came back and fetched " +
            $"{outage.BlocksFetched} blocks: level at height {outage.HeightAfter} " +
            $"{Amounts.Seconds(outage.Time)} after its restart");
    }

    private void ShowNodes(IReadOnlyList<NodeFacts> nodes)
    {
        Title("Nodes");
        _terminal.Table(
            ["node", "height", "header hash", "state root", ""],
            nodes.Select(n => new[]
            {
                n.Name, Amounts.Count((long)n.Height), n.HeaderHash[..HashShown], n.StateRoot[..HashShown],
                n.Restarted ? "killed and restarted" : "",
            }));
    }

    private void ShowChecks(DemoReport report)
    {
        Title("Checks");
        foreach (var check in report.Checks)
        {
            var mark = check.Ok ? "[green]ok  [/]" : "[red]FAIL[/]";
            Say($"{mark} {Markup.Escape(check.Name)}: {Markup.Escape(check.Detail)}");
        }
    }

    private void Title(string text)
    {
        _terminal.Line("");
        Say($"[bold]{Markup.Escape(text)}[/]");
    }

    /// <summary>A line with colours and line breaks for a terminal, and without them for a file.</summary>
    private void Say(string markup)
    {
        if (_terminal.Console.Profile.Out.IsTerminal)
        {
            _terminal.Console.MarkupLine(markup);
        }
        else
        {
            _terminal.Line(Markup.Remove(markup));
        }
    }
}
