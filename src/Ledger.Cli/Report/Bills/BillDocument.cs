using Ledger.Cli.Report.Document;

namespace Ledger.Cli.Report.Bills;

/// <summary>A bill as a report: lines, invoice, corrections, statement, bilateral trades. Pure.</summary>
internal static class BillDocument
{
    private static readonly ReportColumn[] LineColumns =
    [
        new("slot", "Slot", ReportUnit.Slot), new("market", "Market"),
        new("boughtWh", "Bought in the market", ReportUnit.Energy), new("soldWh", "Sold in the market", ReportUnit.Energy),
        new("priceMicro", "At", ReportUnit.Price), new("marketNano", "For the market", ReportUnit.Money),
        new("gridBoughtWh", "Bought from the main grid", ReportUnit.Energy),
        new("gridSoldWh", "Sold to the main grid", ReportUnit.Energy),
        new("retailMicro", "Tariff", ReportUnit.Price), new("feedInMicro", "Feed-in", ReportUnit.Price),
        new("gridNano", "For the main grid", ReportUnit.Money),
        new("otherBoughtWh", "Bought elsewhere", ReportUnit.Energy), new("otherSoldWh", "Sold elsewhere", ReportUnit.Energy),
        new("meteredWh", "Metered", ReportUnit.Energy), new("estimated", "Estimated", ReportUnit.Flag),
        new("deviationWh", "Deviation", ReportUnit.Energy), new("imbalanceMicro", "At", ReportUnit.Price),
        new("imbalanceNano", "For the deviation", ReportUnit.Money),
        new("transportNano", "Transport", ReportUnit.Money), new("levyNano", "Taxes and levies", ReportUnit.Money),
        new("netNano", "Net", ReportUnit.Money), new("shareNano", "Fees and surplus received", ReportUnit.Money),
        new("debtNano", "Owed (+) or repaid (−)", ReportUnit.Money), new("paidNano", "Change of the wallet", ReportUnit.Money),
        new("correctionNano", "Of it corrections", ReportUnit.Money), new("tariffNano", "By the tariff alone", ReportUnit.Money),
        new("height", "Block", ReportUnit.Count), new("transactionId", "Transaction"), new("proof", "Proof"),
    ];

    /// <summary>Makes the report.</summary>
    /// <param name="bill">The bill.</param>
    /// <param name="source">Where it was read.</param>
    /// <param name="hasProofs">Whether proof files are written beside it, which the tables then name.</param>
    public static ReportData Of(BillStatement bill, string source, bool hasProofs)
    {
        var notes = new List<string>
        {
            "Amounts are positive when the account receives. Metered energy is export minus import; the deviation is metered " +
                "minus contracted energy.",
            "Invoice: the sum is rounded half to even to 0.01 ¤; each item is rounded down, and the missing hundredths go to " +
                "the largest remainders.",
        };
        if (bill.Slots.Count == 0)
        {
            notes.Add("No slot of this period is settled for the account.");
        }

        return new ReportData
        {
            Kind = "bill",
            Title = "Electricity bill",
            Subject = $"{bill.Account} in {bill.Microgrid}",
            From = bill.From,
            To = bill.To,
            Clock = bill.Clock,
            Source = source,
            Facts = Facts(bill),
            Charts = BillCharts.Of(bill),
            Tables =
            [
                new ReportTable("lines", "Slots", LineColumns, [.. bill.Slots.Select(s => Line(bill, s, hasProofs))]),
                Invoice(bill),
                Corrections(bill),
                Statement(bill, hasProofs),
                Trades(bill),
            ],
            Notes = notes,
        };
    }

    private static long Sum(BillStatement bill, Func<Records.BillEntry, long> value) =>
        bill.Slots.Where(s => s.Bill != null).Sum(s => value(s.Bill!));

    private static IReadOnlyList<ReportFact> Facts(BillStatement bill)
    {
        var moved = bill.Slots.Sum(s => s.MovedNano);
        var change = bill.ClosingNano - bill.OpeningNano;
        var (net, tariff) = (Sum(bill, b => b.NetNano), Sum(bill, b => b.TariffNano));
        return
        [
            Energy("boughtWh", "Bought in markets", Sum(bill, b => b.MarketBuyWh)),
            Energy("soldWh", "Sold in markets", Sum(bill, b => b.MarketSellWh)),
            Energy("gridBoughtWh", "Bought from the main grid", Sum(bill, b => b.GridBuyWh)),
            Energy("gridSoldWh", "Sold to the main grid", Sum(bill, b => b.GridSellWh)),
            Energy("deviationWh", "Deviations", Sum(bill, b => b.DeviationWh)),
            Energy("meteredWh", "Metered", Sum(bill, b => b.MeteredWh)),
            Money("marketNano", "For the market", Sum(bill, b => b.MarketNano)),
            Money("gridNano", "For the main grid", Sum(bill, b => b.GridNano)),
            Money("imbalanceNano", "For deviations", Sum(bill, b => b.ImbalanceNano)),
            Money("transportNano", "Transport fees", Sum(bill, b => b.TransportNano)),
            Money("levyNano", "Taxes and levies", Sum(bill, b => b.LevyNano)),
            Money("netNano", "Sum of the bill", net),
            Money("shareNano", "Fees and surplus received", bill.Slots.Sum(s => s.ShareNano)),
            Money("debtNano", "Owed (+) or repaid (−)", bill.Slots.Sum(s => s.DebtChangeNano)),
            Money("paidNano", "Change of the wallet by these slots", moved),
            Money("correctionNano", "Of it corrections", bill.Slots.Sum(s => s.CorrectedNano)),
            Money("otherNano", "Other movements between", change - moved),
            Money("openingNano", "Wallet before", bill.OpeningNano),
            Money("closingNano", "Wallet after", bill.ClosingNano),
            Money("tariffNano", "By the tariff alone", tariff),
            Money("savedNano", "Gained over the tariff", net - tariff),
            new ReportFact(new ReportColumn("invoiceMinor", "Invoice (owed by the account)", ReportUnit.Invoice), Rounded(bill).Total),
        ];

        static ReportFact Energy(string name, string heading, long value) =>
            new(new ReportColumn(name, heading, ReportUnit.Energy), value);

        static ReportFact Money(string name, string heading, long value) =>
            new(new ReportColumn(name, heading, ReportUnit.Money), value);
    }

    private static object?[] Line(BillStatement statement, BillSlot slot, bool hasProofs)
    {
        var (bill, last) = (slot.Bill, slot.Versions.Count > 0 ? slot.Versions[^1] : null);
        long? height = last != null ? (long)last.Height.Value : slot.Payments.Count > 0 ? slot.Payments[^1].Height : null;
        var isMetered = slot.Totals.Count > 12 && slot.Totals[10] != 0;
        return
        [
            slot.Slot, slot.Market, bill?.MarketBuyWh, bill?.MarketSellWh, slot.PriceMicro, bill?.MarketNano, bill?.GridBuyWh,
            bill?.GridSellWh, isMetered ? slot.Totals[10] : null, isMetered ? slot.Totals[11] : null, bill?.GridNano,
            bill?.OtherBuyWh, bill?.OtherSellWh, bill?.MeteredWh, bill?.IsEstimated, bill?.DeviationWh, slot.ImbalancePriceMicro,
            bill?.ImbalanceNano, bill?.TransportNano, bill?.LevyNano, bill?.NetNano, slot.ShareNano, slot.DebtChangeNano,
            slot.MovedNano, slot.CorrectedNano, bill?.TariffNano, height, last?.TransactionId?.ToString(),
            hasProofs && bill != null ? BillProofs.FileOf(slot, statement.Clock) : null,
        ];
    }

    private static (Int128 Total, Int128[] Minor) Rounded(BillStatement bill) =>
        InvoiceSum.Round([.. Items(bill).Select(i => i.OwedNano)], InvoiceSum.UnitNano);

    private static (string Name, Int128 OwedNano)[] Items(BillStatement bill) =>
    [
        ("market", -Sum(bill, b => b.MarketNano)), ("main grid", -Sum(bill, b => b.GridNano)),
        ("deviations", -Sum(bill, b => b.ImbalanceNano)), ("transport fees", -Sum(bill, b => b.TransportNano)),
        ("taxes and levies", -Sum(bill, b => b.LevyNano)),
    ];

    private static ReportTable Invoice(BillStatement bill)
    {
        var items = Items(bill);
        var (total, minor) = Rounded(bill);
        Int128 sum = 0;
        foreach (var item in items)
        {
            sum += item.OwedNano;
        }

        return new ReportTable(
            "invoice", "Invoice",
            [
                new("item", "Item"), new("owedNano", "Owed", ReportUnit.Money), new("roundedMinor", "Rounded", ReportUnit.Invoice),
            ],
            [.. items.Select((item, i) => new object?[] { item.Name, item.OwedNano, minor[i] }), new object?[] { "total", sum, total }],
            "Owed by the account; negative amounts are credits.");
    }

    private static ReportTable Corrections(BillStatement bill)
    {
        var rows = new List<object?[]>();
        foreach (var slot in bill.Slots)
        {
            for (var i = 1; i < slot.Versions.Count; i++)
            {
                if (slot.Versions[i - 1].Value is not { } before || slot.Versions[i].Value is not { } after)
                {
                    continue;
                }

                var (old, now) = (Records.BillEntry.Decode(before), Records.BillEntry.Decode(after));
                rows.Add(
                [
                    slot.Slot, slot.Market, old.MeteredWh, now.MeteredWh, now.NetNano - old.NetNano, now.PaidNano - old.PaidNano,
                    (long)slot.Versions[i].Height.Value, slot.Versions[i].TransactionId?.ToString(),
                ]);
            }
        }

        return new ReportTable(
            "corrections", "Corrections",
            [
                new("slot", "Slot", ReportUnit.Slot), new("market", "Market"), new("meteredBeforeWh", "Metered before", ReportUnit.Energy),
                new("meteredWh", "Metered now", ReportUnit.Energy), new("netNano", "Change of the bill", ReportUnit.Money),
                new("paidNano", "Moved", ReportUnit.Money), new("height", "Block", ReportUnit.Count), new("transactionId", "Transaction"),
            ],
            rows,
            "How settled slots were settled again. Where no history is kept only the column of the slots shows it.");
    }

    private static ReportTable Statement(BillStatement bill, bool hasProofs) => new(
        "statement", "Wallet",
        [
            new("sequence", "Line", ReportUnit.Count), new("time", "Ledger time", ReportUnit.Moment), new("cause", "Cause"),
            new("slot", "Slot", ReportUnit.Slot), new("counterpart", "With"), new("amountNano", "Amount", ReportUnit.Money),
            new("balanceNano", "Balance", ReportUnit.Money), new("inPeriod", "Of this period", ReportUnit.Flag),
            new("height", "Block", ReportUnit.Count), new("transactionId", "Transaction"), new("account", "Signed by"),
            new("proof", "Proof"),
        ],
        [
            .. bill.Payments.Select(p => new object?[]
            {
                p.Entry.Sequence, p.Entry.TimeMilliseconds, p.Entry.Cause, p.Slot, p.Entry.Counterpart, p.Entry.AmountNano,
                p.Entry.BalanceNano, p.IsInPeriod, p.Entry.Height, p.Origin?.TransactionId?.ToString(), p.Origin?.Account,
                hasProofs ? BillProofs.FileOf(p.Entry) : null,
            }),
        ],
        "Every change of the wallet from the first of this period to the last; the balance before plus all amounts is the balance after.");

    private static ReportTable Trades(BillStatement bill) => new(
        "trades", "Bilateral trades",
        [
            new("slot", "Slot", ReportUnit.Slot), new("trade", "Trade"), new("side", "Side"), new("with", "With"),
            new("quantityWh", "Energy", ReportUnit.Energy), new("priceMicro", "At", ReportUnit.Price),
            new("feeMicro", "Transport", ReportUnit.Price), new("status", "Status"), new("outcome", "Outcome"),
            new("deliveredWh", "Delivered", ReportUnit.Energy), new("takenWh", "Taken", ReportUnit.Energy),
        ],
        [
            .. bill.Trades.Select(t => new object?[]
            {
                t.Slot, t.Id, t.Buyer == bill.Account ? "buys" : t.Seller == bill.Account ? "sells" : "distributes",
                t.Buyer == bill.Account ? t.Seller : t.Buyer, t.QuantityWh, t.PriceMicro, t.FeeMicro, t.Status, t.Outcome,
                t.DeliveredWh, t.AbsorbedWh,
            }),
        ],
        "Their money, collateral included, moves through escrow: see the wallet.");
}
