using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <summary>Runs the mechanism that a market's rules name over a slot's book. Pure but for its refusals.</summary>
public static class MechanismRunner
{
    /// <summary>Rejects the call unless there is such a mechanism for sealed books.</summary>
    public static void RequireKnown(CallContext context, string mechanism) =>
        context.Require(mechanism == MechanismNames.KdaUniform, "there is no mechanism " + mechanism);

    /// <summary>Clears quantities of a book (those of the orders, or less); nothing else of it changes.</summary>
    public static MarketOutcome Run(MarketRules rules, SlotBook book, long[] quantitiesWh)
    {
        var orders = new AuctionOrder[book.Orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            var order = book.Orders[i];
            orders[i] = new AuctionOrder(
                order.Source + ":" + order.OrderId, order.IsBuy, quantitiesWh[i], order.PriceMicro, order.Sequence);
        }

        var result = KdaUniform.Clear(
            orders, new KdaRules(rules.KNumerator, rules.KDenominator, rules.IsMarginalInterval, rules.IsProRata));
        var filled = new long[orders.Length];
        var amounts = new long[orders.Length];
        foreach (var fill in result.Fills)
        {
            filled[fill.Order] = fill.QuantityWh;
            amounts[fill.Order] = (long)fill.AmountNano;
        }

        return new MarketOutcome
        {
            FilledWh = filled,
            AmountsNano = amounts,
            TransportNano = new long[orders.Length],
            Pairs = result.Pairs,
            ClearedWh = (long)result.ClearedWh,
            HasPrice = result.HasPrice,
            PriceMicro = result.PriceMicro,
            LowMicro = result.LowMicro,
            HighMicro = result.HighMicro,
            WelfareNano = result.WelfareNano,
        };
    }
}
