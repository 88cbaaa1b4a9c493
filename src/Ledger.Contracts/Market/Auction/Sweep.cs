namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// The common allocation: both sides walked in priority order, matched while the buy price is at least the sell price.
/// It gives the largest tradable quantity and the largest welfare. Pure, O(n).
/// </summary>
public static class Sweep
{
    /// <summary>The accepted quantity in Wh of each order of the book, by its index.</summary>
    public static long[] Fill(OrderBook book)
    {
        var orders = book.Orders;
        var filled = new long[orders.Length];
        var buy = 0;
        var sell = 0;
        while (buy < book.Buys.Length && sell < book.Sells.Length)
        {
            var b = book.Buys[buy];
            var s = book.Sells[sell];
            if (orders[b].PriceMicro < orders[s].PriceMicro)
            {
                break;
            }

            var quantity = Smaller(orders[b].QuantityWh - filled[b], orders[s].QuantityWh - filled[s]);
            filled[b] += quantity;
            filled[s] += quantity;
            buy += filled[b] == orders[b].QuantityWh ? 1 : 0;
            sell += filled[s] == orders[s].QuantityWh ? 1 : 0;
        }

        return filled;
    }

    /// <summary>
    /// Who delivers to whom: the filled quantities of both sides matched by two pointers in priority order.
    /// </summary>
    public static AuctionPair[] Pair(OrderBook book, long[] filled)
    {
        var pairs = new List<AuctionPair>();
        var sell = 0;
        long taken = 0;
        foreach (var b in book.Buys)
        {
            var needed = filled[b];
            while (needed > 0)
            {
                var s = book.Sells[sell];
                var quantity = Smaller(needed, filled[s] - taken);
                if (quantity > 0)
                {
                    pairs.Add(new AuctionPair(b, s, quantity));
                }

                needed -= quantity;
                taken += quantity;
                if (taken == filled[s])
                {
                    sell++;
                    taken = 0;
                }
            }
        }

        return pairs.ToArray();
    }

    private static long Smaller(long left, long right) => left < right ? left : right;
}
