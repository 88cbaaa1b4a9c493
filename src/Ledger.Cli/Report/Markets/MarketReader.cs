using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Report.Markets;

/// <summary>
/// Reads what the markets of a microgrid did in a period: prices, volumes, books, phases, participants. One caller.
/// </summary>
internal sealed class MarketReader(LedgerRecords records)
{
    private const int PositionColumns = 7;

    /// <summary>Reads the report.</summary>
    /// <param name="microgrid">The microgrid; all its sessions are read.</param>
    /// <param name="from">First slot.</param>
    /// <param name="to">First slot behind the period.</param>
    /// <param name="viewer">Who reads, and so whom the report names.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ReportData> ReadAsync(
        string microgrid, long from, long to, ReportViewer viewer, CancellationToken cancellation)
    {
        var markets = await records.MarketsAsync(cancellation).ConfigureAwait(false);
        var slots = new List<MarketSlot>();
        foreach (var market in markets.Where(m => m.Microgrid == microgrid))
        {
            var entries = await records.SlotsAsync(market.Id, from, to, cancellation).ConfigureAwait(false);
            slots.AddRange(await LedgerRecords.EachAsync(entries, (e, c) => SlotAsync(market, e, c), cancellation)
                .ConfigureAwait(false));
        }

        var members = await records.MembersAsync(microgrid, cancellation).ConfigureAwait(false);
        var organisation = markets.FirstOrDefault(m => m.Id == microgrid)?.Organisation ?? "";
        return MarketDocument.Of(
            microgrid, from, to, await records.ClockAsync(microgrid, cancellation).ConfigureAwait(false),
            [.. slots.OrderBy(s => s.Entry.Slot).ThenBy(s => s.Market.Id, StringComparer.Ordinal)],
            Members(members, slots, viewer, organisation), records.State);
    }

    private async Task<MarketSlot> SlotAsync(MarketEntry market, SlotEntry entry, CancellationToken cancellation)
    {
        var orders = await records.OrdersAsync(market.Id, entry.Slot, cancellation).ConfigureAwait(false);
        return new MarketSlot(
            market, entry, [.. orders.Where(o => !o.IsCancelled)],
            entry.Phase < SlotEntry.Cleared ? [] : await records.PositionsAsync(market.Id, entry.Slot, cancellation).ConfigureAwait(false),
            await records.SummaryAsync(market.Id, entry.Slot, cancellation).ConfigureAwait(false),
            await records.State.HistoryAsync("market", LedgerRecords.SlotKey(market.Id, entry.Slot), cancellation)
                .ConfigureAwait(false));
    }

    /// <summary>What each participant ordered and traded, the largest first.</summary>
    private static IReadOnlyList<MarketMember> Members(
        IReadOnlyList<MemberEntry> members, List<MarketSlot> slots, ReportViewer viewer, string organisation)
    {
        var sums = members.Select(m => Sum(m, slots)).Where(s => s.Orders > 0 || s.BoughtWh > 0 || s.SoldWh > 0)
            .OrderByDescending(s => s.BoughtWh + s.SoldWh).ThenByDescending(s => s.PaidNano + s.ReceivedNano).ToArray();
        var names = new Participants(viewer, organisation, sums.Select(s => s.Name));
        return [.. sums.Select(s => s with { Name = names.NameOf(s.Name) })];
    }

    private static MarketMember Sum(MemberEntry member, List<MarketSlot> slots)
    {
        var sum = new MarketMember(member.Account, 0, 0, 0, 0, 0, 0);
        foreach (var slot in slots)
        {
            var orders = slot.Orders.Where(o => o.Account == member.Account).ToArray();
            var first = PositionColumns * member.Index;
            var has = first + PositionColumns <= slot.Positions.Count;
            sum = sum with
            {
                Orders = sum.Orders + orders.Length,
                OrderedWh = sum.OrderedWh + orders.Sum(o => o.QuantityWh),
                BoughtWh = sum.BoughtWh + (has ? slot.Positions[first] : 0),
                SoldWh = sum.SoldWh + (has ? slot.Positions[first + 1] : 0),
                PaidNano = sum.PaidNano + (has ? slot.Positions[first + 4] : 0),
                ReceivedNano = sum.ReceivedNano + (has ? slot.Positions[first + 5] : 0),
            };
        }

        return sum;
    }
}
