using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// What the trades of a slot's continuous book come to, in the form that every mechanism results in: each trade is a pair
/// and settles at its own price. Pure.
/// </summary>
public static class ContinuousClearing
{
    /// <summary>Traded Wh of each order of the book.</summary>
    public static long[] TradedWh(SlotBook book, TradesRecord[] trades)
    {
        var traded = new long[book.Orders.Length];
        foreach (var some in trades)
        {
            var taker = IndexOf(book, some.Taker);
            for (var i = 0; i < some.Makers.Length; i++)
            {
                traded[taker] += some.QuantitiesWh[i];
                traded[IndexOf(book, some.Makers[i])] += some.QuantitiesWh[i];
            }
        }

        return traded;
    }

    /// <summary>The outcome; its price is the mean of all trades, rounded down, and no uniform one.</summary>
    public static MarketOutcome Outcome(SlotBook book, TradesRecord[] trades)
    {
        var amounts = new long[book.Orders.Length];
        var pairs = new List<AuctionPair>();
        Int128 welfare = 0;
        Int128 paid = 0;
        long cleared = 0;
        foreach (var some in trades)
        {
            var taker = IndexOf(book, some.Taker);
            for (var i = 0; i < some.Makers.Length; i++)
            {
                var maker = IndexOf(book, some.Makers[i]);
                var quantity = some.QuantitiesWh[i];
                var amount = quantity * some.PricesMicro[i];
                amounts[taker] += amount;
                amounts[maker] += amount;
                paid += amount;
                cleared += quantity;
                var gap = some.TakerLimitMicro - some.PricesMicro[i];
                welfare += (Int128)quantity * (some.TakerIsBuy ? gap : -gap);
                pairs.Add(new AuctionPair(
                    some.TakerIsBuy ? taker : maker, some.TakerIsBuy ? maker : taker, quantity));
            }
        }

        var mean = cleared == 0 ? 0 : (long)MechanismRules.FloorDivide(paid, cleared);
        return new MarketOutcome
        {
            FilledWh = TradedWh(book, trades),
            AmountsNano = amounts,
            TransportNano = new long[book.Orders.Length],
            Pairs = pairs.ToArray(),
            ClearedWh = cleared,
            PriceMicro = mean,
            LowMicro = mean,
            HighMicro = mean,
            WelfareNano = welfare,
        };
    }

    /// <summary>Index of an order; the book is in the order of ids, and an order that traded is never left out of it.</summary>
    private static int IndexOf(SlotBook book, string orderId)
    {
        var low = 0;
        var high = book.Orders.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Ordinal.Compare(book.Orders[middle].OrderId, orderId) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
