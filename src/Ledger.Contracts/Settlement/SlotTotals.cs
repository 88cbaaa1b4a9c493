using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// The totals of a settled slot; making it proves that money and energy are conserved. Energy in Wh, money in n¤.
/// Immutable.
/// </summary>
public sealed class SlotTotals
{
    private SlotTotals(SettlementPrices prices, int participants, long receivedNano)
    {
        Prices = prices;
        Participants = participants;
        ReceivedNano = receivedNano;
    }

    /// <summary>Traded in the market.</summary>
    public long TradedWh { get; private set; }

    /// <summary>Physical import of all participants together from the main grid.</summary>
    public long GridImportWh { get; private set; }

    /// <summary>Physical export of all participants together to the main grid.</summary>
    public long GridExportWh { get; private set; }

    /// <summary>What net buyers pay in the market.</summary>
    public long TurnoverNano { get; private set; }

    /// <summary>What the slot comes to for the main grid: minus the sum of all bills.</summary>
    public long GridNano { get; private set; }

    /// <summary>What the main grid received (negative: paid); differs by debts made and repaid.</summary>
    public long ReceivedNano { get; }

    /// <summary>What the tariff alone would have come to for all participants.</summary>
    public long TariffNano { get; private set; }

    /// <summary>What all participants owe the main grid after this slot.</summary>
    public long DebtNano { get; private set; }

    /// <summary>Sum of the deviations: negative = the system was short.</summary>
    public long DeviationWh { get; private set; }

    /// <summary>Number of bills.</summary>
    public int Participants { get; }

    /// <summary>The prices.</summary>
    public SettlementPrices Prices { get; }

    /// <summary>Adds the paid bills up and checks them.</summary>
    /// <param name="bills">The bills, paid.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="receivedNano">What the main grid received for this slot so far.</param>
    /// <param name="others">What third parties received for this slot so far.</param>
    /// <param name="surplusNano">What buyers paid more than sellers received.</param>
    /// <param name="supervisorSellsWh">What the main grid sold within the market.</param>
    /// <param name="isMetered">Whether the bills hold deviations; a session's do not.</param>
    /// <exception cref="ContractRejection">Money or energy is not conserved, which is a fault of this
    /// contract.</exception>
    public static SlotTotals Of(
        BillLine[] bills, SettlementPrices prices, long receivedNano, ThirdParties others, long surplusNano,
            long supervisorSellsWh, bool isMetered)
    {
        var summary = new SlotTotals(prices, bills.Length, receivedNano);
        long sold = 0;
        long market = 0;
        long residual = 0;
        long metered = 0;
        long paid = 0;
        foreach (var bill in bills)
        {
            summary.TradedWh += bill.MarketBuyWh;
            sold += bill.MarketSellWh;
            summary.TurnoverNano += bill.MarketNano < 0 ? -bill.MarketNano : 0;
            market += bill.MarketNano;
            residual += bill.GridSellWh - bill.GridBuyWh + bill.OtherSellWh - bill.OtherBuyWh;
            metered += bill.MeteredWh;
            summary.DeviationWh += bill.DeviationWh;
            summary.GridNano -= bill.NetNano;
            summary.TariffNano += bill.TariffNano;
            summary.DebtNano += bill.DebtNano;
            paid += bill.PaidNano;
        }

        summary.GridNano -= others.TotalNano;

        summary.GridImportWh = metered < 0 ? -metered : 0;
        summary.GridExportWh = metered > 0 ? metered : 0;
        if (summary.TradedWh != sold + supervisorSellsWh
            || (isMetered && metered != residual + summary.DeviationWh - supervisorSellsWh))
        {
            throw new ContractRejection("energy is not conserved");
        }

        if (market != -surplusNano || paid + receivedNano + others.TotalNano != 0)
        {
            throw new ContractRejection("money is not conserved");
        }

        return summary;
    }

    /// <summary>
    /// 0 traded Wh, 1 grid import Wh, 2 grid export Wh, 3 turnover, 4 due to the main grid, 5 received by it, 6 tariff
    /// alone, 7 debts, 8 deviation Wh, 9 participants, 10 retail, 11 feed-in, 12 day-ahead price (µ¤/kWh).
    /// </summary>
    public long[] Values() => new long[]
    {
        TradedWh,
        GridImportWh,
        GridExportWh,
        TurnoverNano,
        GridNano,
        ReceivedNano,
        TariffNano,
        DebtNano,
        DeviationWh,
        Participants,
        Prices.RetailMicro,
        Prices.FeedInMicro,
        Prices.DayAheadMicro,
    };
}
