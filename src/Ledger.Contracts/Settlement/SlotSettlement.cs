using Ledger.Contracts.Market;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Computes the bills of one slot. Contracted = matched in the market and elsewhere + the unmatched rest of the orders,
/// which the main grid supplies at the retail price or takes at the feed-in price; the deviation from it is priced by
/// <see cref="Imbalance"/> with up = retail, down = feed-in. Pure; moves nothing.
/// </summary>
public static class SlotSettlement
{
    private const long BasisPoints = 10_000;

    /// <summary>One bill per participant, nothing paid yet; third parties get their levies and fees.</summary>
    public static BillLine[] Bills(
        SlotFacts facts, SettlementPrices prices, bool isDual, LevyRecord[] levies, string dsoAccount,
            ThirdParties others)
    {
        var contracted = new long[facts.Accounts.Length];
        var metered = new long[facts.Accounts.Length];
        for (var i = 0; i < contracted.Length; i++)
        {
            contracted[i] = facts.ContractedWh(i);
            metered[i] = facts.ExportWh[i] - facts.ImportWh[i];
        }

        var imbalance = Imbalance.Settle(
            isDual, prices.DayAheadMicro, prices.RetailMicro, prices.FeedInMicro, contracted, metered);
        var bills = new BillLine[facts.Accounts.Length];
        for (var i = 0; i < bills.Length; i++)
        {
            bills[i] = Bill(facts, i, prices, imbalance);
            others.Add(dsoAccount, -bills[i].TransportNano);
            AddLevies(bills[i], facts.ImportWh[i], levies, others);
        }

        return bills;
    }

    /// <summary>Bills of a market that only trades: a session, or a neighbourhood's market.</summary>
    public static BillLine[] TradeBills(string[] accounts, long[] positions, string dsoAccount, ThirdParties others)
    {
        var bills = new BillLine[accounts.Length];
        for (var i = 0; i < bills.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            bills[i] = new BillLine
            {
                Account = accounts[i],
                MarketBuyWh = positions[first],
                MarketSellWh = positions[first + 1],
                GridBuyWh = 0,
                GridSellWh = 0,
                MeteredWh = 0,
                DeviationWh = 0,
                MarketNano = positions[first + 5] - positions[first + 4],
                GridNano = 0,
                ImbalanceNano = 0,
                TariffNano = 0,
                TransportNano = -positions[first + 6],
            };
            others.Add(dsoAccount, positions[first + 6]);
        }

        return bills;
    }

    private static BillLine Bill(SlotFacts facts, int i, SettlementPrices prices, ImbalanceResult imbalance)
    {
        var first = PositionsRecord.Columns * i;
        var metered = facts.ExportWh[i] - facts.ImportWh[i];
        var supplied = facts.GridBuyWh(i) * prices.RetailMicro;
        return new BillLine
        {
            Account = facts.Accounts[i],
            MarketBuyWh = facts.Positions[first],
            MarketSellWh = facts.Positions[first + 1],
            GridBuyWh = facts.GridBuyWh(i),
            GridSellWh = facts.GridSellWh(i),
            OtherBuyWh = facts.OtherBuyWh[i],
            OtherSellWh = facts.OtherSellWh[i],
            MeteredWh = metered,
            DeviationWh = imbalance.DeviationsWh[i],
            MarketNano = facts.Positions[first + 5] - facts.Positions[first + 4],
            GridNano = (facts.GridSellWh(i) * prices.FeedInMicro) + (facts.CalledWh[i] * prices.RetailMicro) - supplied,
            ImbalanceNano = (long)imbalance.AmountsNano[i],
            TariffNano = metered * (metered < 0 ? prices.RetailMicro : prices.FeedInMicro),
            TransportNano = -facts.Positions[first + 6],
            IsEstimated = facts.IsEstimated[i],
        };
    }

    private static void AddLevies(BillLine bill, long importWh, LevyRecord[] levies, ThirdParties others)
    {
        var energy = bill.MarketNano + bill.GridNano + bill.ImbalanceNano;
        var paid = energy < 0 ? -energy : 0;
        foreach (var levy in levies)
        {
            var amount = (importWh * levy.EnergyMicro) + (long)((Int128)paid * levy.ShareBps / BasisPoints);
            bill.LevyNano -= amount;
            others.Add(levy.Account, amount);
        }
    }
}
