using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Report.Markets;

/// <summary>The markets of a microgrid as a report. Pure.</summary>
internal static class MarketDocument
{
    private const int Open = 1;

    private static readonly ReportColumn[] SlotColumns =
    [
        new("slot", "Slot", ReportUnit.Slot), new("market", "Market"), new("mechanism", "Mechanism"), new("phase", "Phase"),
        new("priceMicro", "Price", ReportUnit.Price), new("lowMicro", "From", ReportUnit.Price), new("highMicro", "To", ReportUnit.Price),
        new("retailMicro", "Tariff", ReportUnit.Price), new("feedInMicro", "Feed-in", ReportUnit.Price),
        new("bids", "Bids", ReportUnit.Count), new("bidWh", "Bid for", ReportUnit.Energy),
        new("offers", "Offers", ReportUnit.Count), new("offerWh", "Offered", ReportUnit.Energy),
        new("matched", "Matched orders", ReportUnit.Count), new("tradedWh", "Traded", ReportUnit.Energy),
        new("supervisorWh", "Sold by the main grid", ReportUnit.Energy),
        new("gridImportWh", "From the main grid", ReportUnit.Energy), new("gridExportWh", "To the main grid", ReportUnit.Energy),
        new("welfareNano", "Welfare", ReportUnit.Money), new("surplusNano", "Surplus", ReportUnit.Money),
        new("participants", "Participants", ReportUnit.Count), new("rounds", "Rounds", ReportUnit.Count),
        new("binding", "Binding limits"), new("sentTo", "Rest sent to"), new("dispute", "Dispute"),
        new("openedAt", "Opened", ReportUnit.Moment), new("clearedAt", "Cleared", ReportUnit.Moment),
        new("sealedAt", "Sealed", ReportUnit.Moment), new("settledAt", "Settled", ReportUnit.Moment),
    ];

    /// <summary>Makes the report.</summary>
    public static ReportData Of(
        string microgrid, long from, long to, ReportClock clock, IReadOnlyList<MarketSlot> slots,
        IReadOnlyList<MarketMember> members, IReportState state)
    {
        var spot = slots.Where(s => s.Market.Session.Length == 0).ToArray();
        object[] labels = [.. spot.Select(s => (object)s.Entry.Slot)];
        Int128 welfare = 0;
        foreach (var slot in slots)
        {
            welfare += slot.Entry.WelfareNano;
        }

        return new ReportData
        {
            Kind = "market",
            Title = "Market",
            Subject = microgrid,
            From = from,
            To = to,
            Clock = clock,
            Source = state.Source,
            Facts =
            [
                new(new("slots", "Slots", ReportUnit.Count), slots.Count),
                new(new("bidWh", "Bid for", ReportUnit.Energy), slots.Sum(s => s.BidWh)),
                new(new("offerWh", "Offered", ReportUnit.Energy), slots.Sum(s => s.OfferWh)),
                new(new("tradedWh", "Traded", ReportUnit.Energy), slots.Sum(s => s.Entry.ClearedWh)),
                new(new("gridImportWh", "From the main grid", ReportUnit.Energy), slots.Sum(s => Total(s, 1) ?? 0)),
                new(new("gridExportWh", "To the main grid", ReportUnit.Energy), slots.Sum(s => Total(s, 2) ?? 0)),
                new(new("welfareNano", "Welfare", ReportUnit.Money), welfare),
                new(new("surplusNano", "Surplus of auctions", ReportUnit.Money), slots.Sum(s => s.Entry.SurplusNano)),
                new(new("participants", "Participants", ReportUnit.Count), members.Count),
            ],
            Charts =
            [
                new ReportChart(
                    "Prices", "The spot market's uniform price, the tariff and the feed-in price for each slot, in ¤/kWh.",
                    ReportChartKind.Step, ReportUnit.Price, labels,
                    [
                        Series("market", s => s.Entry.PriceMicro), Series("tariff", s => Tariff(s, 10)),
                        Series("feed-in", s => Tariff(s, 11)),
                    ]),
                new ReportChart(
                    "Volumes", "Energy bid for, offered and traded in the spot market for each slot, in Wh.", ReportChartKind.Bar,
                    ReportUnit.Energy, labels,
                    [
                        Series("bid for", s => s.BidWh), Series("offered", s => s.OfferWh), Series("traded", s => s.Entry.ClearedWh),
                    ]),
            ],
            Tables =
            [
                new ReportTable("slots", "Slots", SlotColumns, [.. slots.Select(s => Row(s, state.TimeMilliseconds))]),
                Members(members),
            ],
            Notes =
            [
                "Welfare is by the limit prices of orders; times are ledger time, of the block in which the slot came into the phase.",
                .. slots.Count == 0 ? ["No slot was opened in this period."] : Array.Empty<string>(),
            ],
        };

        ReportSeries Series(string name, Func<MarketSlot, long?> value) => new(name, [.. spot.Select(s => (Int128?)value(s))]);
    }

    private static long? Total(MarketSlot slot, int index) => slot.Totals.Count > 12 ? slot.Totals[index] : null;

    private static long? Tariff(MarketSlot slot, int index) => Total(slot, 10) is > 0 ? slot.Totals[index] : null;

    private static object?[] Row(MarketSlot slot, long timeMilliseconds)
    {
        var entry = slot.Entry;
        var hasResult = entry.Phase >= SlotEntry.Cleared;
        return
        [
            entry.Slot, slot.Market.Id, entry.Rules.Mechanism,
            SlotEntry.NameOf(entry.Timetable.PhaseAt(entry.Phase, entry.Slot, timeMilliseconds)), entry.PriceMicro,
            entry.PriceMicro == null ? null : entry.LowMicro, entry.PriceMicro == null ? null : entry.HighMicro,
            Tariff(slot, 10), Tariff(slot, 11), slot.Orders.Count(o => o.IsBuy), slot.BidWh, slot.Orders.Count(o => !o.IsBuy),
            slot.OfferWh, hasResult ? entry.Fills : null, hasResult ? entry.ClearedWh : null,
            hasResult ? entry.SupervisorSellsWh : null, Total(slot, 1), Total(slot, 2), hasResult ? entry.WelfareNano : null,
            hasResult ? entry.SurplusNano : null, entry.Participants, hasResult ? entry.Rounds : null,
            string.Join("; ", entry.Binding), entry.SentTo, entry.Dispute, slot.ReachedAt(Open),
            slot.ReachedAt(SlotEntry.Cleared), slot.ReachedAt(SlotEntry.Sealed), slot.ReachedAt(SlotEntry.Settled),
        ];
    }

    private static ReportTable Members(IReadOnlyList<MarketMember> members) => new(
        "participants", "Participants",
        [
            new("participant", "Participant"), new("orders", "Orders", ReportUnit.Count), new("orderedWh", "Ordered", ReportUnit.Energy),
            new("boughtWh", "Bought", ReportUnit.Energy), new("soldWh", "Sold", ReportUnit.Energy),
            new("paidNano", "Paid", ReportUnit.Money), new("receivedNano", "Received", ReportUnit.Money),
        ],
        [
            .. members.Select(m => new object?[]
            {
                m.Name, m.Orders, m.OrderedWh, m.BoughtWh, m.SoldWh, m.PaidNano, m.ReceivedNano,
            }),
        ],
        "By what they traded. Accounts that the reader may not know have numbers.");
}
