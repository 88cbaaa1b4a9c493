using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// What trade reduction and McAfee's mechanism share: the first orders of both sides trade, the longer side shared by
/// largest remainder. Pure, O(n log n).
/// </summary>
public static class TradeReduction
{
    /// <summary>The marginal orders leave; the better ones trade at their prices.</summary>
    public static BranchOutcome Reduce(Allocation sweep)
    {
        var (buys, sells) = (sweep.Book.Buys, sweep.Book.Sells);
        var (lastBuy, lastSell) = (sweep.LastFilled(buys), sweep.LastFilled(sells));
        if (lastBuy < 0)
        {
            return new BranchOutcome { Branch = BranchOutcome.None };
        }

        var filled = Share(sweep.Book, lastBuy, lastSell);
        return With(
            new Allocation(sweep.Book, filled), sweep.PriceAt(buys, lastBuy), sweep.PriceAt(sells, lastSell),
            BranchOutcome.Reduced);
    }

    /// <summary>
    /// Fills of the first orders of both sides when the side with more energy is shared down to the other.
    /// </summary>
    public static long[] Share(OrderBook book, int buyCount, int sellCount)
    {
        var buyTotal = Total(book.Orders, book.Buys, buyCount);
        var sellTotal = Total(book.Orders, book.Sells, sellCount);
        var traded = buyTotal < sellTotal ? buyTotal : sellTotal;
        var filled = new long[book.Orders.Length];
        if (traded > 0)
        {
            ShareSide(book.Orders, book.Buys, buyCount, traded, filled);
            ShareSide(book.Orders, book.Sells, sellCount, traded, filled);
        }

        return filled;
    }

    /// <summary>The outcome at these prices; without prices when nothing is left.</summary>
    public static BranchOutcome With(Allocation allocation, long buyPrice, long sellPrice, string branch)
    {
        var plain = allocation.AtPrices(buyPrice, sellPrice);
        return new BranchOutcome
        {
            ClearedWh = plain.ClearedWh,
            BuyPriceMicro = plain.BuyPriceMicro,
            SellPriceMicro = plain.SellPriceMicro,
            Fills = plain.Fills,
            Pairs = plain.Pairs,
            OperatorSurplusNano = plain.OperatorSurplusNano,
            WelfareNano = plain.WelfareNano,
            Branch = branch,
        };
    }

    private static Int128 Total(AuctionOrder[] orders, int[] side, int count)
    {
        Int128 total = 0;
        for (var i = 0; i < count; i++)
        {
            total += orders[side[i]].QuantityWh;
        }

        return total;
    }

    private static void ShareSide(AuctionOrder[] orders, int[] side, int count, Int128 traded, long[] filled)
    {
        var weights = new long[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = orders[side[i]].QuantityWh;
        }

        var shares = LargestRemainder.Share(traded, weights);
        for (var i = 0; i < count; i++)
        {
            filled[side[i]] = shares[i];
        }
    }
}
