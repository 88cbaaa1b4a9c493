using Ledger.Cli.Report.Document;

namespace Ledger.Cli.MarketDay;

/// <summary>A simulation as a report of plain data, from which pages, JSON and CSV are written. Pure.</summary>
internal static class DayPages
{
    /// <summary>Longest simulation whose charts have a point for each slot: a month.</summary>
    private const int ChartSlotsMax = 31 * 96;

    /// <summary>The report <c>day</c>.</summary>
    public static ReportData Of(DayResult result, IReadOnlyList<DayCheck> checks)
    {
        var slots = result.Slots;
        return new ReportData
        {
            Kind = "day",
            Title = "Simulated market",
            Subject = result.File.Name,
            From = slots[0].Start,
            To = slots[^1].Start + 900,
            Source = $"Simulated on the shipped contracts in memory, {result.Blocks} blocks; no network and no proofs.",
            Facts = Facts(result),
            Charts = slots.Count > ChartSlotsMax ? [] : Charts(result),
            Tables = [SlotTable(result), .. Feeder(result), HomeTable(result), CheckTable(checks)],
            Notes = slots.Count > ChartSlotsMax ? ["Charts are drawn for at most 31 days."] : [],
        };
    }

    private static ReportFact[] Facts(DayResult result) =>
    [
        new(new("mechanism", "Mechanism"), result.Options.Mechanism),
        new(new("slots", "Slots", ReportUnit.Count), result.Slots.Count),
        new(new("tradedWh", "Traded", ReportUnit.Energy), result.Slots.Sum(s => s.TradedWh)),
        new(new("importWh", "Bought from the grid", ReportUnit.Energy), result.Slots.Sum(s => s.ImportWh)),
        new(new("exportWh", "Sold to the grid", ReportUnit.Energy), result.Slots.Sum(s => s.ExportWh)),
        new(new("paidNano", "All bills", ReportUnit.Money), result.Homes.Sum(h => h.PaidNano)),
        new(new("tariffNano", "By the tariff alone", ReportUnit.Money), result.Homes.Sum(h => h.TariffNano)),
        new(new("repeatedSlots", "Slots cleared again", ReportUnit.Count), result.Slots.Count(s => s.Rounds > 1)),
        new(new("roundsMost", "Most rounds", ReportUnit.Count), result.Slots.Max(s => s.Rounds)),
    ];

    private static List<ReportChart> Charts(DayResult result)
    {
        var slots = result.Slots;
        object[] labels = [.. slots.Select(s => (object)s.Start)];
        ReportSeries Series(string name, Func<SlotResult, long?> value) =>
            new(name, [.. slots.Select(s => value(s) is { } number ? (Int128?)number : null)]);
        var charts = new List<ReportChart>
        {
            new("Price", "The uniform price of each slot; gaps where nothing was traded at one price.",
                ReportChartKind.Step, ReportUnit.Price, labels, [Series("price", s => s.PriceMicro)]),
            new("Energy", "What was traded, and what all homes together took from and gave to the main grid.",
                ReportChartKind.Line, ReportUnit.Energy, labels,
                [
                    Series("traded", s => s.TradedWh), Series("import", s => s.ImportWh), Series("export", s => s.ExportWh),
                ]),
        };
        if (result.Feeder is { } feeder)
        {
            charts.Add(new(
                "Voltage", "Lowest and highest voltage of the feeder under the plain and the sealed schedule, and its bounds.",
                ReportChartKind.Line, ReportUnit.Ppm, labels,
                [
                    Series("plain, lowest", s => s.Plain?.MinPpm), Series("plain, highest", s => s.Plain?.MaxPpm),
                    Series("sealed, lowest", s => s.Sealed?.MinPpm), Series("sealed, highest", s => s.Sealed?.MaxPpm),
                    Series("lower bound", _ => feeder.VoltageMinPpm), Series("upper bound", _ => feeder.VoltageMaxPpm),
                ]));
            charts.Add(new(
                "Rounds", "How often each slot was cleared until the feeder bore it.", ReportChartKind.Step,
                ReportUnit.Count, labels, [Series("rounds", s => s.Rounds)]));
        }

        return charts;
    }

    private static ReportTable SlotTable(DayResult result) => new(
        "slots", "Slots",
        [
            new("slot", "Slot", ReportUnit.Slot), new("orders", "Orders", ReportUnit.Count),
            new("tradedWh", "Traded", ReportUnit.Energy), new("priceMicro", "Price", ReportUnit.Price),
            new("importWh", "Import", ReportUnit.Energy), new("exportWh", "Export", ReportUnit.Energy),
            new("gridNano", "Due to the grid", ReportUnit.Money),
        ],
        [
            .. result.Slots.Select(s => new object?[]
            {
                s.Start, s.Orders, s.TradedWh, s.PriceMicro, s.ImportWh, s.ExportWh, s.GridNano,
            }),
        ]);

    private static IEnumerable<ReportTable> Feeder(DayResult result)
    {
        if (result.Feeder == null)
        {
            yield break;
        }

        yield return new ReportTable(
            "feeder", $"Feeder {result.Feeder.Name}",
            [
                new("slot", "Slot", ReportUnit.Slot), new("rounds", "Rounds", ReportUnit.Count),
                new("plainWh", "Plain", ReportUnit.Energy), new("plainMinPpm", "Plain, lowest", ReportUnit.Ppm),
                new("plainMaxPpm", "Plain, highest", ReportUnit.Ppm), new("tradedWh", "Sealed", ReportUnit.Energy),
                new("sealedMinPpm", "Sealed, lowest", ReportUnit.Ppm),
                new("sealedMaxPpm", "Sealed, highest", ReportUnit.Ppm),
                new("meteredMinPpm", "Metered, lowest", ReportUnit.Ppm),
                new("meteredMaxPpm", "Metered, highest", ReportUnit.Ppm),
                new("lossW", "Losses", ReportUnit.Power), new("binding", "Limits that bound"),
            ],
            [
                .. result.Slots.Select(s => new object?[]
                {
                    s.Start, s.Rounds, s.PlainWh, s.Plain?.MinPpm, s.Plain?.MaxPpm, s.TradedWh, s.Sealed?.MinPpm,
                    s.Sealed?.MaxPpm, s.Metered?.MinPpm, s.Metered?.MaxPpm, s.Metered?.LossW, string.Join(", ", s.Binding),
                }),
            ],
            "Voltages by LinDistFlow, in parts of the nominal one; losses under what the meters counted.");
    }

    private static ReportTable HomeTable(DayResult result) => new(
        "homes", "Bills beside the tariff alone",
        [
            new("account", "Home"), new("assetType", "Has"), new("boughtWh", "Bought", ReportUnit.Energy),
            new("soldWh", "Sold", ReportUnit.Energy), new("importWh", "Import", ReportUnit.Energy),
            new("exportWh", "Export", ReportUnit.Energy), new("paidNano", "Bill", ReportUnit.Money),
            new("tariffNano", "Tariff", ReportUnit.Money), new("gainNano", "Gained", ReportUnit.Money),
        ],
        [
            .. result.Homes.Select(h => new object?[]
            {
                h.Account, h.AssetType, h.BoughtWh, h.SoldWh, h.ImportWh, h.ExportWh, h.PaidNano, h.TariffNano, h.GainNano,
            }),
        ],
        "Money is positive when the home receives it.");

    private static ReportTable CheckTable(IReadOnlyList<DayCheck> checks) => new(
        "checks", "Checks",
        [new("name", "Check"), new("ok", "Holds", ReportUnit.Flag), new("detail", "Figures")],
        [.. checks.Select(c => new object?[] { c.Name, c.Ok, c.Detail })]);
}
