using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Grid;

/// <summary>
/// Reads how a microgrid's feeder was loaded in a period. Voltages and flows are not on the ledger: they are computed again from
/// the sealed schedules and from the meters, which are, by the same code as the security check. One caller.
/// </summary>
internal sealed class GridReader(LedgerRecords records)
{
    private const int PositionColumns = 7;
    private const long SlotsPerHour = 4;

    /// <summary>Reads the report.</summary>
    /// <param name="microgrid">The microgrid.</param>
    /// <param name="from">First slot.</param>
    /// <param name="to">First slot behind the period.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ReportData> ReadAsync(string microgrid, long from, long to, CancellationToken cancellation)
    {
        var feeder = await records.FeederAsync(microgrid, cancellation).ConfigureAwait(false);
        var members = await records.MembersAsync(microgrid, cancellation).ConfigureAwait(false);
        var orders = await records.GridOrdersAsync(microgrid, cancellation).ConfigureAwait(false);
        var entries = await records.SlotsAsync(microgrid, from, to, cancellation).ConfigureAwait(false);
        var notes = new List<string>();
        var solver = SolverFor(feeder, members, entries.Count, microgrid, notes);
        var slots = new List<GridSlot>();
        foreach (var entry in entries)
        {
            var (scheduled, metered, import, export) =
                await LoadsAsync(microgrid, entry, feeder, members, cancellation).ConfigureAwait(false);
            slots.Add(new GridSlot(
                entry, Solve(scheduled), Solve(metered),
                await records.BusPricesAsync(microgrid, entry.Slot, cancellation).ConfigureAwait(false),
                [.. orders.Where(o => o.FromSlot <= entry.Slot && entry.Slot <= o.ToSlot)], import, export));
        }

        return GridDocument.Of(
            microgrid, from, to, await records.ClockAsync(microgrid, cancellation).ConfigureAwait(false), feeder, slots, notes,
            records.State.Source);

        SlotFlow? Solve(long[]? drawnW)
        {
            if (solver == null || drawnW == null)
            {
                return null;
            }

            try
            {
                return solver.Solve(drawnW);
            }
            catch (FormatException e)
            {
                solver = null;
                notes.Add($"Voltages and flows could not be computed: {e.Message}.");
                return null;
            }
        }
    }

    private static FeederSolver? SolverFor(
        FeederEntry? feeder, IReadOnlyList<MemberEntry> members, int slots, string microgrid, List<string> notes)
    {
        if (feeder == null)
        {
            notes.Add($"Microgrid {microgrid} has no feeder on the ledger, so there are no voltages and no loadings.");
            return null;
        }

        if (members.FirstOrDefault(m => !feeder.Buses.Contains(m.Bus)) is { } lost)
        {
            notes.Add($"The feeder has no bus {lost.Bus}, where a participant is connected, so nothing is computed.");
            return null;
        }

        return slots == 0 ? null : new FeederSolver(feeder);
    }

    /// <summary>W drawn at each bus by the schedules and by the meters; null where not all of it is known.</summary>
    private async Task<(long[]? Scheduled, long[]? Metered, long ImportWh, long ExportWh)> LoadsAsync(
        string microgrid, SlotEntry entry, FeederEntry? feeder, IReadOnlyList<MemberEntry> members, CancellationToken cancellation)
    {
        var taking = members.Where(m => m.Index < entry.Participants).ToArray();
        var readings = await LedgerRecords.EachAsync(
            taking, (m, c) => records.ReadingAsync(entry.Slot, m.MeterId, c), cancellation).ConfigureAwait(false);
        var (import, export) = (readings.Sum(r => r?.ImportWh ?? 0), readings.Sum(r => r?.ExportWh ?? 0));
        if (feeder == null || taking.Any(m => !feeder.Buses.Contains(m.Bus)))
        {
            return (null, null, import, export);
        }

        var buses = feeder.Buses.Select((bus, i) => (bus, i)).ToDictionary(b => b.bus, b => b.i, StringComparer.Ordinal);
        var metered = Array.Exists(readings, r => r == null) ? null : new long[feeder.Buses.Count];
        for (var i = 0; metered != null && i < taking.Length; i++)
        {
            metered[buses[taking[i].Bus]] += (readings[i]!.ImportWh - readings[i]!.ExportWh) * SlotsPerHour;
        }

        if (entry.Phase < SlotEntry.Sealed)
        {
            return (null, metered, import, export);
        }

        var scheduled = new long[feeder.Buses.Count];
        var delivering = entry.Sessions.Where(s => !s.EndsWith(":" + MarketEntry.ReserveSession, StringComparison.Ordinal));
        string[] markets = [microgrid, .. delivering];
        foreach (var market in markets)
        {
            var positions = await records.PositionsAsync(market, entry.Slot, cancellation).ConfigureAwait(false);
            foreach (var member in taking.Where(m => PositionColumns * (m.Index + 1) <= positions.Length))
            {
                var first = PositionColumns * member.Index;
                scheduled[buses[member.Bus]] += SlotsPerHour *
                    (positions[first] + positions[first + 2] - positions[first + 1] - positions[first + 3]);
            }
        }

        return (scheduled, metered, import, export);
    }
}
