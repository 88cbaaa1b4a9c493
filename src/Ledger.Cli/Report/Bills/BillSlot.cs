using Ledger.Cli.Report.Records;
using Ledger.Client;

namespace Ledger.Cli.Report.Bills;

/// <summary>What one slot of one market came to for an account, with everything it is traced by. Immutable.</summary>
internal sealed record BillSlot
{
    /// <summary>The market.</summary>
    public required string Market { get; init; }

    /// <summary>Start of the slot.</summary>
    public required long Slot { get; init; }

    /// <summary>The slot itself; null when the market is none of the account's microgrid.</summary>
    public required SlotEntry? Entry { get; init; }

    /// <summary>The bill; null for an account that is paid without taking part.</summary>
    public required BillEntry? Bill { get; init; }

    /// <summary>What the account received besides: fees, levies, surplus, the main grid's part. n¤.</summary>
    public required long ShareNano { get; init; }

    /// <summary>The slot's totals as settlement lists them; empty when there are none.</summary>
    public required IReadOnlyList<long> Totals { get; init; }

    /// <summary>Lines of the account's statement that settled the slot, in order.</summary>
    public required IReadOnlyList<StatementEntry> Payments { get; init; }

    /// <summary>Versions of the bill, oldest first: the first settlement, then corrections. None where no history is kept.</summary>
    public required IReadOnlyList<KeyVersion> Versions { get; init; }

    /// <summary>What the bill and the share say that moved in the wallet.</summary>
    public long ExpectedNano => (Bill?.PaidNano ?? 0) + ShareNano;

    /// <summary>What moved.</summary>
    public long MovedNano => Payments.Sum(p => p.AmountNano);

    /// <summary>What corrections moved of it.</summary>
    public long CorrectedNano => Payments.Where(p => p.IsCorrection).Sum(p => p.AmountNano);

    /// <summary>By how much the debt to the main grid grew: what was paid less than the slot came to.</summary>
    public long DebtChangeNano => Bill == null ? 0 : Bill.PaidNano - Bill.NetNano;

    /// <summary>
    /// The price of the market's energy in µ¤/kWh: the uniform one, else the mean of the account's own trades rounded half to
    /// even; null where it traded nothing, or on both sides at different prices.
    /// </summary>
    public long? PriceMicro => Bill == null || (Bill.MarketBuyWh == 0 && Bill.MarketSellWh == 0) ? null
        : Entry?.PriceMicro ?? (Bill.MarketBuyWh == 0 ? Mean(Bill.MarketNano, Bill.MarketSellWh)
            : Bill.MarketSellWh == 0 ? Mean(-Bill.MarketNano, Bill.MarketBuyWh)
            : null);

    /// <summary>The price of the deviation in µ¤/kWh; null where there was none.</summary>
    public long? ImbalancePriceMicro =>
        Bill is { DeviationWh: not 0 } ? Bill.ImbalanceNano / Bill.DeviationWh : null;

    private static long Mean(long nano, long wh) => (long)InvoiceSum.HalfEven(nano, wh);
}
