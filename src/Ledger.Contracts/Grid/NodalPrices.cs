using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Locational prices of a secure clearing (M7): the market's price, plus for each binding limit its shadow price times
/// the bus's sensitivity. The shadow price is the lowest at which no order that was capped would want to trade more, the
/// limits taken in the order in which they capped. Pure.
/// </summary>
public static class NodalPrices
{
    /// <summary>The price of each bus in µ¤/kWh; null when nothing cleared.</summary>
    public static long[]? Of(
        SecureCase secure, AuctionOrder[] capped, AuctionOutcome clearing, IGridFlow flow, BindingLimit[] binding)
    {
        var reference = Reference(capped, clearing);
        if (reference == null)
        {
            return null;
        }

        var prices = new long[secure.Feeder.Order.Length];
        Array.Fill(prices, reference.Value);
        foreach (var limit in binding)
        {
            foreach (var sensitivity in flow.Sensitivities(limit.Violation))
            {
                Apply(secure, capped, prices, sensitivity, limit.Violation);
            }
        }

        return prices;
    }

    /// <summary>The uniform price; otherwise the limit of the last accepted offer.</summary>
    private static long? Reference(AuctionOrder[] orders, AuctionOutcome clearing)
    {
        if (clearing.SellPriceMicro != null)
        {
            return clearing.SellPriceMicro;
        }

        long? last = null;
        foreach (var fill in clearing.Fills)
        {
            var order = orders[fill.Order];
            if (!order.IsBuy && (last == null || order.PriceMicro > last.Value))
            {
                last = order.PriceMicro;
            }
        }

        return last;
    }

    private static void Apply(
        SecureCase secure, AuctionOrder[] capped, long[] prices, LimitSensitivity sensitivity, Violation violation)
    {
        // A feeder's line counts in the direction of the orders it capped, which the present flow need not show any more.
        var isAboutPurchases = violation.Kind == Violation.LineLimit && secure.Feeder.Chords.Length == 0
            ? CapsPurchases(secure, capped, sensitivity)
            : sensitivity.IsAboutPurchases;
        Int128 gain = 0;
        Int128 perWatt = 1;
        for (var i = 0; i < capped.Length; i++)
        {
            var bus = secure.BusOf[i];
            if (capped[i].QuantityWh == secure.Orders[i].QuantityWh || capped[i].IsBuy != isAboutPurchases
                || sensitivity.PerWatt[bus] == 0)
            {
                continue;
            }

            var left = isAboutPurchases
                ? (Int128)capped[i].PriceMicro - prices[bus]
                : (Int128)prices[bus] - capped[i].PriceMicro;
            if (left > 0 && left * perWatt > gain * sensitivity.PerWatt[bus])
            {
                (gain, perWatt) = (left, sensitivity.PerWatt[bus]);
            }
        }

        for (var bus = 0; bus < prices.Length; bus++)
        {
            var change = MechanismRules.CeilDivide(gain * sensitivity.PerWatt[bus], perWatt);
            prices[bus] = (long)(isAboutPurchases ? prices[bus] + change : prices[bus] - change);
        }
    }

    private static bool CapsPurchases(SecureCase secure, AuctionOrder[] capped, LimitSensitivity sensitivity)
    {
        Int128 purchases = 0;
        Int128 sales = 0;
        for (var i = 0; i < capped.Length; i++)
        {
            if (sensitivity.PerWatt[secure.BusOf[i]] > 0)
            {
                Int128 cut = secure.Orders[i].QuantityWh - capped[i].QuantityWh;
                purchases += capped[i].IsBuy ? cut : 0;
                sales += capped[i].IsBuy ? 0 : cut;
            }
        }

        return purchases >= sales;
    }
}
