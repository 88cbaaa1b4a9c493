using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Grid;

/// <summary>How a feeder was loaded, as a report. Pure.</summary>
internal static class GridDocument
{
    private const string Transformer = "transformer";

    /// <summary>Makes the report.</summary>
    public static ReportData Of(
        string microgrid, long from, long to, ReportClock clock, FeederEntry? feeder, IReadOnlyList<GridSlot> slots,
        IReadOnlyList<string> notes, string source)
    {
        var ppm = slots.SelectMany(s => s.Flows).SelectMany(f => f.Flow.Ppm).ToArray();
        return new ReportData
        {
            Kind = "grid",
            Title = "Grid",
            Subject = microgrid,
            From = from,
            To = to,
            Clock = clock,
            Source = source,
            Facts =
            [
                new(new("slots", "Slots", ReportUnit.Count), slots.Count),
                new(new("buses", "Buses", ReportUnit.Count), feeder?.Buses.Count),
                new(new("lines", "Lines", ReportUnit.Count), feeder?.Lines.Count),
                new(new("voltageMinPpm", "Lowest voltage", ReportUnit.Ppm), ppm.Length == 0 ? null : ppm.Min()),
                new(new("voltageMaxPpm", "Highest voltage", ReportUnit.Ppm), ppm.Length == 0 ? null : ppm.Max()),
                new(new("voltageLowerLimitPpm", "Lower limit", ReportUnit.Ppm), feeder?.VoltageMinPpm),
                new(new("voltageUpperLimitPpm", "Upper limit", ReportUnit.Ppm), feeder?.VoltageMaxPpm),
                new(new("securedAgain", "Slots cleared more than once", ReportUnit.Count), slots.Count(s => s.Entry.Rounds > 1)),
                new(new("importWh", "Drawn by all meters", ReportUnit.Energy), slots.Sum(s => s.ImportWh)),
                new(new("exportWh", "Fed in by all meters", ReportUnit.Energy), slots.Sum(s => s.ExportWh)),
            ],
            Charts = feeder == null ? [] : Charts(feeder, slots),
            Tables =
            [
                new ReportTable("slots", "Slots", SlotColumns, [.. slots.Select(s => SlotRow(feeder, s))]),
                Voltages(feeder, slots),
                Lines(feeder, slots),
                Orders(slots),
            ],
            Notes =
            [
                "Voltages and flows are computed by LinDistFlow with active power only, from the sealed schedule and from the " +
                    "meters; losses are estimates at nominal voltage.",
                .. slots.Count == 0 ? ["No slot was opened in this period."] : Array.Empty<string>(),
                .. notes,
            ],
        };
    }

    private static readonly ReportColumn[] SlotColumns =
    [
        new("slot", "Slot", ReportUnit.Slot), new("rounds", "Rounds", ReportUnit.Count), new("binding", "Binding limits"),
        new("frozenLines", "Frozen lines"), new("scheduledMinPpm", "Lowest by schedule", ReportUnit.Ppm),
        new("scheduledMinBus", "at bus"), new("scheduledMaxPpm", "Highest by schedule", ReportUnit.Ppm), new("scheduledMaxBus", "at bus"),
        new("scheduledW", "Through the transformer by schedule", ReportUnit.Power),
        new("scheduledLossW", "Losses by schedule", ReportUnit.Power), new("meteredMinPpm", "Lowest by meters", ReportUnit.Ppm),
        new("meteredMinBus", "at bus"), new("meteredMaxPpm", "Highest by meters", ReportUnit.Ppm), new("meteredMaxBus", "at bus"),
        new("meteredW", "Through the transformer by meters", ReportUnit.Power), new("meteredLossW", "Losses by meters", ReportUnit.Power),
        new("importWh", "Drawn", ReportUnit.Energy), new("exportWh", "Fed in", ReportUnit.Energy),
    ];

    private static object?[] SlotRow(FeederEntry? feeder, GridSlot slot) =>
    [
        slot.Entry.Slot, slot.Entry.Phase >= SlotEntry.Cleared ? slot.Entry.Rounds : null, string.Join("; ", slot.Entry.Binding),
        string.Join("; ", slot.Orders.Where(o => o.IsFreeze).Select(o => o.Target)),
        .. Extremes(feeder, slot.Scheduled), .. Extremes(feeder, slot.Metered), slot.ImportWh, slot.ExportWh,
    ];

    private static object?[] Extremes(FeederEntry? feeder, SlotFlow? flow)
    {
        if (feeder == null || flow == null)
        {
            return [null, null, null, null, null, null];
        }

        var (low, high) = (Lowest(flow.Ppm), Lowest([.. flow.Ppm.Select(p => -p)]));
        return [flow.Ppm[low], feeder.Buses[low], flow.Ppm[high], feeder.Buses[high], flow.LineW[^1], flow.LossW];
    }

    private static int Lowest(IReadOnlyList<long> values)
    {
        var lowest = 0;
        for (var i = 1; i < values.Count; i++)
        {
            lowest = values[i] < values[lowest] ? i : lowest;
        }

        return lowest;
    }

    private static IReadOnlyList<ReportChart> Charts(FeederEntry feeder, IReadOnlyList<GridSlot> slots)
    {
        object[] labels = [.. slots.Select(s => (object)s.Entry.Slot)];
        return
        [
            new ReportChart(
                "Voltages", "Lowest and highest voltage of all buses for each slot, in % of the nominal one, with the limits.",
                ReportChartKind.Line, ReportUnit.Ppm, labels,
                [
                    Series("lowest by schedule", s => s.Scheduled?.Ppm.Min()), Series("highest by schedule", s => s.Scheduled?.Ppm.Max()),
                    Series("lowest by meters", s => s.Metered?.Ppm.Min()), Series("highest by meters", s => s.Metered?.Ppm.Max()),
                    Series("lower limit", _ => feeder.VoltageMinPpm), Series("upper limit", _ => feeder.VoltageMaxPpm),
                ]),
            new ReportChart(
                "Highest loading", "Load of the most loaded line, the transformer included, for each slot, in % of its limit.",
                ReportChartKind.Bar, ReportUnit.Ppm, labels,
                [
                    Series("by schedule", s => Highest(feeder, s.Scheduled)), Series("by meters", s => Highest(feeder, s.Metered)),
                ]),
            new ReportChart(
                "Rounds of clearing", "How often the auction ran until the feeder bore its result, for each slot.",
                ReportChartKind.Bar, ReportUnit.Count, labels, [Series("rounds", s => s.Entry.Rounds)]),
        ];

        ReportSeries Series(string name, Func<GridSlot, long?> value) => new(name, [.. slots.Select(s => (Int128?)value(s))]);
    }

    private static long? Highest(FeederEntry feeder, SlotFlow? flow)
    {
        long? highest = null;
        for (var line = 0; flow != null && line <= feeder.Lines.Count; line++)
        {
            var loading = flow.LoadingPpm(line, LimitOf(feeder, line));
            highest = loading > (highest ?? -1) ? loading : highest;
        }

        return highest;
    }

    private static long LimitOf(FeederEntry feeder, int line) =>
        line < feeder.Lines.Count ? feeder.LimitVa[line] : feeder.TransformerVa;

    private static ReportTable Voltages(FeederEntry? feeder, IReadOnlyList<GridSlot> slots)
    {
        var rows = new List<object?[]>();
        foreach (var slot in slots)
        {
            foreach (var (basis, flow) in slot.Flows)
            {
                for (var bus = 0; bus < feeder!.Buses.Count; bus++)
                {
                    rows.Add(
                    [
                        slot.Entry.Slot, basis, feeder.Buses[bus], flow.Ppm[bus], flow.MilliVolt[bus],
                        flow.Ppm[bus] >= feeder.VoltageMinPpm && flow.Ppm[bus] <= feeder.VoltageMaxPpm,
                        bus < slot.BusPrices.Count ? slot.BusPrices[bus] : null,
                    ]);
                }
            }
        }

        return new ReportTable(
            "voltages", "Voltages",
            [
                new("slot", "Slot", ReportUnit.Slot), new("basis", "By"), new("bus", "Bus"), new("voltagePpm", "Voltage", ReportUnit.Ppm),
                new("milliVolt", "mV", ReportUnit.Count), new("withinLimits", "Within limits", ReportUnit.Flag),
                new("priceMicro", "Price at the bus", ReportUnit.Price),
            ],
            rows);
    }

    private static ReportTable Lines(FeederEntry? feeder, IReadOnlyList<GridSlot> slots)
    {
        var rows = new List<object?[]>();
        foreach (var slot in slots)
        {
            var frozen = slot.Orders.Where(o => o.IsFreeze).Select(o => o.Target).ToHashSet(StringComparer.Ordinal);
            foreach (var (basis, flow) in slot.Flows)
            {
                for (var line = 0; line <= feeder!.Lines.Count; line++)
                {
                    var name = line < feeder.Lines.Count ? feeder.Lines[line] : Transformer;
                    var limit = LimitOf(feeder, line);
                    rows.Add(
                    [
                        slot.Entry.Slot, basis, name, flow.LineW[line], limit == 0 ? null : limit, flow.LoadingPpm(line, limit),
                        line < feeder.Lines.Count && frozen.Contains(name),
                    ]);
                }
            }
        }

        return new ReportTable(
            "lines", "Lines",
            [
                new("slot", "Slot", ReportUnit.Slot), new("basis", "By"), new("line", "Line"), new("powerW", "Power", ReportUnit.Power),
                new("limitVa", "Limit", ReportUnit.ApparentPower), new("loadingPpm", "Loading", ReportUnit.Ppm),
                new("frozen", "Frozen", ReportUnit.Flag),
            ],
            rows,
            "Power is positive from the line's beginning to its end.");
    }

    private static ReportTable Orders(IReadOnlyList<GridSlot> slots) => new(
        "orders", "Orders of the supervisor",
        [
            new("slot", "Slot", ReportUnit.Slot), new("order", "Order"), new("target", "Target"),
            new("drawW", "Draws at most", ReportUnit.Power),
            new("feedW", "Feeds in at most", ReportUnit.Power), new("reason", "Reason"),
        ],
        [
            .. slots.SelectMany(s => s.Orders.Select(o => new object?[]
            {
                s.Entry.Slot, o.IsFreeze ? "line frozen" : "bus capped", o.Target, o.IsFreeze ? null : o.DrawW,
                o.IsFreeze ? null : o.FeedW, o.Reason,
            })),
        ]);
}
