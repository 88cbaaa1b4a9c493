using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Markets;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;
using Ledger.Client;

namespace Ledger.Cli.Report.Origins;

/// <summary>
/// Reads where the energy of a microgrid's homes came from in a period: who sold to whom by origin, what the meters drew, and
/// what became of the certificates of origin. One caller.
/// </summary>
internal sealed class OriginReader(LedgerRecords records)
{
    private const string Bilateral = "bilateral";

    /// <summary>Reads the report.</summary>
    /// <param name="microgrid">The microgrid.</param>
    /// <param name="from">First slot.</param>
    /// <param name="to">First slot behind the period.</param>
    /// <param name="viewer">Who reads, and so whom the report names.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ReportData> ReadAsync(
        string microgrid, long from, long to, ReportViewer viewer, CancellationToken cancellation)
    {
        var markets = await records.MarketsAsync(cancellation).ConfigureAwait(false);
        var members = await records.MembersAsync(microgrid, cancellation).ConfigureAwait(false);
        var spot = await records.SlotsAsync(microgrid, from, to, cancellation).ConfigureAwait(false);
        var homes = members.ToDictionary(
            m => m.Account, m => new OriginHome(m.Account, OriginNames.All.Count), StringComparer.Ordinal);
        var sales = await SalesAsync(markets, microgrid, from, to, homes, cancellation).ConfigureAwait(false);
        var bySlot = new List<(long Slot, OriginHome Sum)>();
        foreach (var slot in spot)
        {
            bySlot.Add((slot.Slot, await AddSlotAsync(slot, members, homes, sales, cancellation).ConfigureAwait(false)));
        }

        var certificates = await CertificatesAsync(from, to, homes, cancellation).ConfigureAwait(false);
        var organisation = markets.FirstOrDefault(m => m.Id == microgrid)?.Organisation ?? "";
        var active = homes.Values.Where(h => h.ImportWh + h.ExportWh + h.SoldWh + h.BoughtWh.Sum() + h.HeldWh + h.RetiredWh > 0)
            .OrderByDescending(h => h.ImportWh).ThenByDescending(h => h.ExportWh).ToArray();
        var names = new Participants(
            viewer, organisation, active.Select(h => h.Account).Concat(sales.SelectMany(s => new[] { s.Buyer, s.Seller })).Distinct());
        return OriginDocument.Of(
            microgrid, from, to, await records.ClockAsync(microgrid, cancellation).ConfigureAwait(false), active, bySlot, sales,
            certificates, names, records.State.Source);
    }

    /// <summary>
    /// Pairs of the microgrid's sessions and of the markets above, as far as a home takes part; reserves deliver nothing.
    /// </summary>
    private async Task<List<OriginSale>> SalesAsync(
        IReadOnlyList<MarketEntry> markets, string microgrid, long from, long to, Dictionary<string, OriginHome> homes,
        CancellationToken cancellation)
    {
        var chosen = markets.Where(m => m.Microgrid == microgrid && m.Session != MarketEntry.ReserveSession).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            chosen.AddRange(markets.Where(m => m.Id == chosen[i].Parent && !chosen.Contains(m)));
        }

        var sales = new List<OriginSale>();
        foreach (var market in chosen)
        {
            var slots = await records.SlotsAsync(market.Id, from, to, cancellation).ConfigureAwait(false);
            var pairs = await LedgerRecords.EachAsync(
                slots, (s, c) => records.PairsAsync(market.Id, s.Slot, c), cancellation).ConfigureAwait(false);
            for (var i = 0; i < slots.Count; i++)
            {
                sales.AddRange(pairs[i].Select(p => new OriginSale(
                    slots[i].Slot, market.Id, p.Buyer, p.Seller, p.Origin, p.QuantityWh)));
            }
        }

        foreach (var trade in await records.TradesAsync(cancellation).ConfigureAwait(false))
        {
            if (trade.Slot >= from && trade.Slot < to && trade.Status is TradeEntry.InForce or TradeEntry.Settled)
            {
                sales.Add(new OriginSale(trade.Slot, Bilateral, trade.Buyer, trade.Seller, trade.Origin, trade.QuantityWh));
            }
        }

        return [.. sales.Where(s => homes.ContainsKey(s.Buyer) || homes.ContainsKey(s.Seller)).OrderBy(s => s.Slot)];
    }

    /// <summary>Adds a slot to each home, and returns the microgrid's sums of the slot.</summary>
    private async Task<OriginHome> AddSlotAsync(
        SlotEntry slot, IReadOnlyList<MemberEntry> members, Dictionary<string, OriginHome> homes, List<OriginSale> sales,
        CancellationToken cancellation)
    {
        var taking = members.Where(m => m.Index < slot.Participants).ToArray();
        var readings = await LedgerRecords.EachAsync(
            taking, (m, c) => records.ReadingAsync(slot.Slot, m.MeterId, c), cancellation).ConfigureAwait(false);
        var sum = new OriginHome("", OriginNames.All.Count);
        for (var i = 0; i < taking.Length; i++)
        {
            var home = homes[taking[i].Account];
            var (import, export) = (readings[i]?.ImportWh ?? 0, readings[i]?.ExportWh ?? 0);
            long bought = 0;
            foreach (var sale in sales.Where(s => s.Slot == slot.Slot && s.Buyer == home.Account))
            {
                home.BoughtWh[sale.Origin] += sale.QuantityWh;
                sum.BoughtWh[sale.Origin] += sale.QuantityWh;
                bought += sale.QuantityWh;
            }

            var sold = sales.Where(s => s.Slot == slot.Slot && s.Seller == home.Account).Sum(s => s.QuantityWh);

            // Without a reading nothing is known of what was drawn.
            var (grid, notDrawn) = readings[i] == null ? (0, 0) : (Math.Max(0, import - bought), Math.Max(0, bought - import));
            foreach (var target in new[] { home, sum })
            {
                target.SoldWh += sold;
                target.ImportWh += import;
                target.ExportWh += export;
                target.GridWh += grid;
                target.NotDrawnWh += notDrawn;
            }
        }

        return sum;
    }

    /// <summary>The certificates of the period's slots with those who held them, and their sums for each home.</summary>
    private async Task<IReadOnlyList<OriginCertificate>> CertificatesAsync(
        long from, long to, Dictionary<string, OriginHome> homes, CancellationToken cancellation)
    {
        var all = await records.CertificatesAsync(from, to, cancellation).ConfigureAwait(false);
        var concerned = all.Where(c => homes.ContainsKey(c.Owner) || homes.ContainsKey(c.Producer)).ToArray();
        foreach (var certificate in concerned)
        {
            if (homes.GetValueOrDefault(certificate.Owner) is { } owner)
            {
                owner.RetiredWh += certificate.RetiredFor.Length > 0 ? certificate.QuantityWh : 0;
                owner.HeldWh += certificate.RetiredFor.Length > 0 ? 0 : certificate.QuantityWh;
            }

            if (homes.GetValueOrDefault(certificate.Producer) is { } producer)
            {
                producer.IssuedWh += certificate.QuantityWh;
            }
        }

        return await LedgerRecords.EachAsync(concerned, WithOwnersAsync, cancellation).ConfigureAwait(false);

        async Task<OriginCertificate> WithOwnersAsync(CertificateEntry certificate, CancellationToken c)
        {
            var key = new StateKeyBuilder().Text("certificate").Long(certificate.Number).ToArray();
            var versions = await records.State.HistoryAsync("certificates", key, c).ConfigureAwait(false);
            var owners = versions.Where(v => v.Value != null)
                .Select(v => CertificateEntry.Decode(certificate.Number, v.Value!).Owner).Distinct(StringComparer.Ordinal).Count();
            return new OriginCertificate(certificate, owners > 1 || certificate.SplitFrom >= 0);
        }
    }
}
