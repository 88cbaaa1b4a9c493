using Ledger.Contracts.Market;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Computes the bills of one slot. Contracted = matched in the market + the unmatched rest of the orders, which the
/// main grid supplies at the retail price or takes at the feed-in price; the deviation from it is priced by <see
/// cref="Imbalance"/> with up = retail, down = feed-in. Pure; moves nothing.
/// </summary>
public static class SlotSettlement
{
    /// <summary>One bill per participant, nothing paid yet.</summary>
    /// <param name="accounts">The participants.</param>
    /// <param name="positions">Four numbers each, as <see cref="PositionsRecord"/> holds them.</param>
    /// <param name="meteredWh">Export minus import of each.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="isDual">The mode of the imbalance prices.</param>
    public static BillLine[] Bills(
        string[] accounts, long[] positions, long[] meteredWh, SettlementPrices prices, bool isDual)
    {
        var contracted = new long[accounts.Length];
        for (var i = 0; i < contracted.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            contracted[i] = positions[first + 1] + positions[first + 3] - positions[first] - positions[first + 2];
        }

        var imbalance = Imbalance.Settle(
            isDual, prices.DayAheadMicro, prices.RetailMicro, prices.FeedInMicro, contracted, meteredWh);
        var bills = new BillLine[accounts.Length];
        for (var i = 0; i < bills.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            bills[i] = new BillLine
            {
                Account = accounts[i],
                MarketBuyWh = positions[first],
                MarketSellWh = positions[first + 1],
                GridBuyWh = positions[first + 2],
                GridSellWh = positions[first + 3],
                MeteredWh = meteredWh[i],
                DeviationWh = imbalance.DeviationsWh[i],
                MarketNano = (positions[first + 1] - positions[first]) * prices.DayAheadMicro,
                GridNano = (positions[first + 3] * prices.FeedInMicro) - (positions[first + 2] * prices.RetailMicro),
                ImbalanceNano = (long)imbalance.AmountsNano[i],
                TariffNano = meteredWh[i] * (meteredWh[i] < 0 ? prices.RetailMicro : prices.FeedInMicro),
            };
        }

        return bills;
    }
}
