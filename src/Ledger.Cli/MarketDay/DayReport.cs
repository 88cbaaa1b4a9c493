using System.Globalization;
using Ledger.Cli.Demo.Report;
using Ledger.Cli.Feeders;
using Ledger.Cli.Output;

namespace Ledger.Cli.MarketDay;

/// <summary>The report for people. Not thread safe.</summary>
internal sealed class DayReport(Terminal terminal)
{
    private const int RepeatedShown = 24;
    private const int HomesShown = 50;

    /// <summary>Writes tables and checks.</summary>
    public void Show(DayResult result, IReadOnlyList<DayCheck> checks)
    {
        ShowMarket(result);
        if (result.Feeder is { } feeder)
        {
            ShowFeeder(result, feeder);
        }

        ShowBills(result);
        terminal.Line("");
        terminal.Line("Checks");
        foreach (var check in checks)
        {
            terminal.Line($"{(check.Ok ? "ok  " : "FAIL")} {check.Name}: {check.Detail}");
        }
    }

    private void ShowMarket(DayResult result)
    {
        var slots = result.Slots;
        var prices = slots.Where(s => s.PriceMicro != null).Select(s => s.PriceMicro!.Value).ToArray();
        var perSlot = result.Time.TotalMilliseconds / slots.Count;
        terminal.Line("");
        terminal.Line("Market");
        terminal.Fields(
            ("slots", $"{Amounts.Count(slots.Count)} from {Times.Text(slots[0].Start)}, {result.Options.Mechanism}"),
            ("orders", Amounts.Count(slots.Sum(s => (long)s.Orders))),
            ("traded", $"{Amounts.Energy(slots.Sum(s => s.TradedWh))} kWh"),
            ("bought from the grid", $"{Amounts.Energy(slots.Sum(s => s.ImportWh))} kWh"),
            ("sold to the grid", $"{Amounts.Energy(slots.Sum(s => s.ExportWh))} kWh"),
            ("price, ¤/kWh", prices.Length == 0
                ? "no uniform price"
                : $"{Amounts.Price(prices.Min())} to {Amounts.Price(prices.Max())}, mean of slots " +
                  Amounts.Price(prices.Sum() / prices.Length)),
            ("ledger", $"{Amounts.Count((long)result.Blocks)} blocks, {Amounts.Count(result.Calls)} calls, " +
                       $"{Amounts.Count((long)result.GasUsed)} gas"),
            ("time", $"{Amounts.Seconds(result.Time)}, {perSlot.ToString("0.00", CultureInfo.InvariantCulture)} ms a slot"));
    }

    private void ShowFeeder(DayResult result, Feeder feeder)
    {
        var slots = result.Slots;
        var repeated = slots.Where(s => s.Rounds > 1).ToArray();
        terminal.Line("");
        terminal.Line($"Feeder {feeder.Name}, limits {Voltage(feeder.VoltageMinPpm)} to {Voltage(feeder.VoltageMaxPpm)}");
        terminal.Fields(
            ("plain clearing", Extremes(slots.Select(s => s.Plain!.Value), slots.Count)),
            ("sealed schedule", Extremes(slots.Select(s => s.Sealed!.Value), slots.Count)),
            ("metered", Extremes(slots.Select(s => s.Metered!.Value), slots.Count)),
            ("losses, metered", $"{Amounts.Energy(slots.Sum(s => s.Metered!.Value.LossW) / 4)} kWh"),
            ("cleared again", $"{repeated.Length} slots, at most {slots.Max(s => s.Rounds)} rounds"),
            ("not traded for it", $"{Amounts.Energy(slots.Sum(s => s.PlainWh - s.TradedWh))} kWh"));
        if (repeated.Length == 0)
        {
            return;
        }

        terminal.Table(
            ["slot", "plain kWh", "voltage", "rounds", "sealed kWh", "voltage", "limits that bound"],
            repeated.Take(RepeatedShown).Select(s => new[]
            {
                Times.Text(s.Start), Amounts.Energy(s.PlainWh), Range(s.Plain!.Value), Amounts.Count(s.Rounds),
                Amounts.Energy(s.TradedWh), Range(s.Sealed!.Value), string.Join(", ", s.Binding),
            }));
        if (repeated.Length > RepeatedShown)
        {
            terminal.Line($"and {repeated.Length - RepeatedShown} more (--json has them all)");
        }
    }

    private void ShowBills(DayResult result)
    {
        terminal.Line("");
        terminal.Line("Bills in ¤ (positive: the home receives) beside the tariff alone; energy in kWh");
        var rows = result.Homes.Take(HomesShown).Select(h => Row(
            h.Account, h.AssetType, h.BoughtWh, h.SoldWh, h.ImportWh, h.ExportWh, h.PaidNano, h.TariffNano));
        var all = Row(
            "all homes", "", result.Homes.Sum(h => h.BoughtWh), result.Homes.Sum(h => h.SoldWh),
            result.Homes.Sum(h => h.ImportWh), result.Homes.Sum(h => h.ExportWh), result.Homes.Sum(h => h.PaidNano),
            result.Homes.Sum(h => h.TariffNano));
        terminal.Table(["home", "has", "bought", "sold", "import", "export", "bill", "tariff", "gained"], [.. rows, all]);
        terminal.Line(
            $"main grid {Amounts.Money(result.GridNano)} ¤, operator {Amounts.Money(result.OperatorNano)} ¤");
    }

    private static string[] Row(
        string name, string has, long bought, long sold, long import, long export, long paid, long tariff) =>
    [
        name, has, Amounts.Energy(bought), Amounts.Energy(sold), Amounts.Energy(import), Amounts.Energy(export),
        Amounts.Money(paid), Amounts.Money(tariff), Amounts.Money(paid - tariff),
    ];

    private static string Extremes(IEnumerable<FlowResult> flows, int count)
    {
        var all = flows.ToArray();
        var low = all.MinBy(f => f.MinPpm);
        var high = all.MaxBy(f => f.MaxPpm);
        return $"{Voltage(low.MinPpm)} at {low.MinBus} to {Voltage(high.MaxPpm)} at {high.MaxBus}; " +
            $"{all.Count(f => !f.IsWithinLimits)} of {count} slots beyond a limit";
    }

    private static string Range(FlowResult flow) => $"{Voltage(flow.MinPpm)} - {Voltage(flow.MaxPpm)}";

    private static string Voltage(long ppm) =>
        ((decimal)ppm / 1_000_000).ToString("0.0000", CultureInfo.InvariantCulture) + " pu";
}
