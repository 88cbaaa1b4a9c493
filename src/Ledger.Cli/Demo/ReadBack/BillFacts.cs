namespace Ledger.Cli.Demo.ReadBack;

/// <summary>
/// Bills of one account, of one slot or added up. Energy in Wh, money in n¤ (positive = receives). Immutable.
/// </summary>
/// <param name="MarketBuyWh">Bought in the market.</param>
/// <param name="MarketSellWh">Sold in the market.</param>
/// <param name="GridBuyWh">Ordered, not matched, bought from the main grid.</param>
/// <param name="GridSellWh">Offered, not matched, sold to the main grid.</param>
/// <param name="MeteredWh">Export minus import.</param>
/// <param name="DeviationWh">Metered minus contracted.</param>
/// <param name="MarketNano">For the market trades.</param>
/// <param name="GridNano">For the trades with the main grid.</param>
/// <param name="ImbalanceNano">For the deviation.</param>
/// <param name="TariffNano">What the tariff alone would have come to.</param>
/// <param name="PaidNano">What moved in the wallet.</param>
/// <param name="DebtNano">What is owed after the last slot.</param>
public sealed record BillFacts(
    long MarketBuyWh, long MarketSellWh, long GridBuyWh, long GridSellWh, long MeteredWh, long DeviationWh,
    long MarketNano, long GridNano, long ImbalanceNano, long TariffNano, long PaidNano, long DebtNano)
{
    /// <summary>No slot at all.</summary>
    public static BillFacts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Transport fees, not positive; only where the mechanism charges them.</summary>
    public long TransportNano { get; init; }

    /// <summary>What it comes to.</summary>
    public long NetNano => MarketNano + GridNano + ImbalanceNano + TransportNano;

    /// <summary>Sold minus bought, in the market and with the main grid, before the deviation.</summary>
    public long ContractedWh => MarketSellWh + GridSellWh - MarketBuyWh - GridBuyWh;

    /// <summary>This bill and the next one of the same account.</summary>
    public BillFacts Then(BillFacts next) => new(
        MarketBuyWh + next.MarketBuyWh, MarketSellWh + next.MarketSellWh, GridBuyWh + next.GridBuyWh,
        GridSellWh + next.GridSellWh, MeteredWh + next.MeteredWh, DeviationWh + next.DeviationWh,
        MarketNano + next.MarketNano, GridNano + next.GridNano, ImbalanceNano + next.ImbalanceNano,
        TariffNano + next.TariffNano, PaidNano + next.PaidNano, next.DebtNano)
    {
        TransportNano = TransportNano + next.TransportNano,
    };
}
