namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// Uniform-price k-double auction: everyone trades at p = L + floor((H - L) k). L and H are the ends of the interval of
/// market-clearing prices, or with the marginal interval the prices of the last accepted sell and buy order. Pure, O(n
/// log n).
/// </summary>
public static class KdaUniform
{
    /// <summary>Clears a sealed book. The result does not depend on the positions in the array.</summary>
    public static AuctionResult Clear(AuctionOrder[] orders, KdaRules rules)
    {
        var book = new OrderBook(orders);
        var filled = Sweep.Fill(book);
        Int128 cleared = 0;
        foreach (var index in book.Buys)
        {
            cleared += filled[index];
        }

        if (cleared == 0)
        {
            return new AuctionResult(0, 0, 0, 0, 0, new AuctionFill[0], new AuctionPair[0]);
        }

        if (rules.IsProRata)
        {
            ShareLastLevel(orders, book.Buys, filled);
            ShareLastLevel(orders, book.Sells, filled);
        }

        var low = LastAccepted(orders, book.Sells, filled);
        var high = LastAccepted(orders, book.Buys, filled);
        if (!rules.IsMarginalInterval)
        {
            var rejectedBuy = FirstRejected(orders, book.Buys, filled);
            var rejectedSell = FirstRejected(orders, book.Sells, filled);
            low = rejectedBuy >= 0 && orders[rejectedBuy].PriceMicro > low ? orders[rejectedBuy].PriceMicro : low;
            high = rejectedSell >= 0 && orders[rejectedSell].PriceMicro < high ? orders[rejectedSell].PriceMicro : high;
        }

        var price = (long)(low + (((Int128)high - low) * rules.Numerator / rules.Denominator));
        var fills = Fills(orders, filled, price);
        return new AuctionResult(cleared, price, low, high, Welfare(orders, filled), fills, Sweep.Pair(book, filled));
    }

    /// <summary>Price of the worst order with a fill; there is one.</summary>
    private static long LastAccepted(AuctionOrder[] orders, int[] side, long[] filled)
    {
        var last = side.Length - 1;
        while (filled[side[last]] == 0)
        {
            last--;
        }

        return orders[side[last]].PriceMicro;
    }

    /// <summary>Index of the best order with an unaccepted remainder, or -1.</summary>
    private static int FirstRejected(AuctionOrder[] orders, int[] side, long[] filled)
    {
        foreach (var index in side)
        {
            if (filled[index] < orders[index].QuantityWh)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>
    /// Shares what the last accepted price level got over all orders of that level, by their quantities.
    /// </summary>
    private static void ShareLastLevel(AuctionOrder[] orders, int[] side, long[] filled)
    {
        var price = LastAccepted(orders, side, filled);
        var level = new List<int>();
        Int128 accepted = 0;
        foreach (var index in side)
        {
            if (orders[index].PriceMicro == price)
            {
                level.Add(index);
                accepted += filled[index];
            }
        }

        var weights = new long[level.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = orders[level[i]].QuantityWh;
        }

        var shares = LargestRemainder.Share(accepted, weights);
        for (var i = 0; i < shares.Length; i++)
        {
            filled[level[i]] = shares[i];
        }
    }

    private static AuctionFill[] Fills(AuctionOrder[] orders, long[] filled, long price)
    {
        var accepted = new List<int>();
        for (var i = 0; i < filled.Length; i++)
        {
            if (filled[i] > 0)
            {
                accepted.Add(i);
            }
        }

        var indices = accepted.ToArray();
        MergeSort.Sort(indices, new OrderIdPrecedence(orders));
        var fills = new AuctionFill[indices.Length];
        for (var i = 0; i < fills.Length; i++)
        {
            var quantity = filled[indices[i]];
            fills[i] = new AuctionFill(indices[i], quantity, (Int128)quantity * price);
        }

        return fills;
    }

    private static Int128 Welfare(AuctionOrder[] orders, long[] filled)
    {
        Int128 welfare = 0;
        for (var i = 0; i < filled.Length; i++)
        {
            var value = (Int128)filled[i] * orders[i].PriceMicro;
            welfare += orders[i].IsBuy ? value : -value;
        }

        return welfare;
    }
}
