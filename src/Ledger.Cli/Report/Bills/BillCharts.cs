using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Bills;

/// <summary>Energy, money and prices of a bill by slot. Pure.</summary>
internal static class BillCharts
{
    /// <summary>The charts; without slots they say so themselves.</summary>
    public static IReadOnlyList<ReportChart> Of(BillStatement bill)
    {
        var slots = bill.Slots.GroupBy(s => s.Slot).OrderBy(g => g.Key).ToArray();
        object[] labels = [.. slots.Select(g => (object)g.Key)];
        return
        [
            new ReportChart(
                "Energy", "Bought energy upward and sold energy downward, for each slot, in Wh.", ReportChartKind.StackedBar,
                ReportUnit.Energy, labels,
                [
                    Bills("bought in the market", b => b.MarketBuyWh), Bills("bought from the main grid", b => b.GridBuyWh),
                    Bills("drawn beyond the contract", b => Math.Max(0, -b.DeviationWh)),
                    Bills("sold in the market", b => -b.MarketSellWh), Bills("sold to the main grid", b => -b.GridSellWh),
                    Bills("fed in beyond the contract", b => -Math.Max(0, b.DeviationWh)),
                ]),
            new ReportChart(
                "Money", "What each slot brought (upward) and cost (downward), in ¤.", ReportChartKind.StackedBar,
                ReportUnit.Money, labels,
                [
                    Bills("market", b => b.MarketNano), Bills("main grid", b => b.GridNano),
                    Bills("deviations", b => b.ImbalanceNano), Bills("transport", b => b.TransportNano),
                    Bills("taxes and levies", b => b.LevyNano),
                ]),
            new ReportChart(
                "Prices", "The market's price for the account beside the tariff and the feed-in price, for each slot, in ¤/kWh.",
                ReportChartKind.Step, ReportUnit.Price, labels,
                [
                    Values("market", g => g.Select(s => s.PriceMicro).FirstOrDefault(p => p != null)),
                    Values("tariff", g => Tariff(g, 10)), Values("feed-in", g => Tariff(g, 11)),
                ]),
        ];

        ReportSeries Bills(string name, Func<BillEntry, long> value) =>
            Values(name, g => g.Where(s => s.Bill != null).Sum(s => value(s.Bill!)));

        ReportSeries Values(string name, Func<IEnumerable<BillSlot>, long?> value) =>
            new(name, [.. slots.Select(g => (Int128?)value(g))]);
    }

    private static long? Tariff(IEnumerable<BillSlot> slots, int index) =>
        slots.Where(s => s.Totals.Count > 12 && s.Totals[10] != 0).Select(s => (long?)s.Totals[index]).FirstOrDefault();
}
