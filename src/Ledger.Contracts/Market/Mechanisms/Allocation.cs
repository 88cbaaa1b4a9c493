using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// What orders of a book get, and the sums and lists that every mechanism makes of it. Holds the arrays it is given.
/// Pure.
/// </summary>
public sealed class Allocation
{
    /// <summary>Takes a book and the accepted Wh of each of its orders.</summary>
    public Allocation(OrderBook book, long[] filled)
    {
        Book = book;
        Filled = filled;
        foreach (var index in book.Buys)
        {
            ClearedWh += filled[index];
        }
    }

    /// <summary>The book.</summary>
    public OrderBook Book { get; }

    /// <summary>Accepted Wh of each order, by its index.</summary>
    public long[] Filled { get; }

    /// <summary>Accepted purchases in Wh.</summary>
    public Int128 ClearedWh { get; }

    /// <summary>The common sweep of a book.</summary>
    public static Allocation Sweep(AuctionOrder[] orders)
    {
        var book = new OrderBook(orders);
        return new Allocation(book, Auction.Sweep.Fill(book));
    }

    /// <summary>Place of the last order with a fill in its side, or -1.</summary>
    public int LastFilled(int[] side)
    {
        for (var i = side.Length - 1; i >= 0; i--)
        {
            if (Filled[side[i]] > 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Limit price of the order at a place of a side.</summary>
    public long PriceAt(int[] side, int place) => Book.Orders[side[place]].PriceMicro;

    /// <summary>Accepted buys at their limit prices minus accepted sells at theirs.</summary>
    public Int128 Welfare()
    {
        Int128 welfare = 0;
        for (var i = 0; i < Filled.Length; i++)
        {
            var value = (Int128)Filled[i] * Book.Orders[i].PriceMicro;
            welfare += Book.Orders[i].IsBuy ? value : -value;
        }

        return welfare;
    }

    /// <summary>The fills at one price for all buyers and one for all sellers.</summary>
    public AuctionFill[] FillsAt(long buyPrice, long sellPrice)
    {
        var amounts = new Int128[Filled.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = (Int128)Filled[i] * (Book.Orders[i].IsBuy ? buyPrice : sellPrice);
        }

        return Fills(amounts);
    }

    /// <summary>The fills with their amounts, by ordinal id.</summary>
    public AuctionFill[] Fills(Int128[] amounts)
    {
        var accepted = new List<int>();
        for (var i = 0; i < Filled.Length; i++)
        {
            if (Filled[i] > 0)
            {
                accepted.Add(i);
            }
        }

        var indices = accepted.ToArray();
        MergeSort.Sort(indices, new OrderIdPrecedence(Book.Orders));
        var fills = new AuctionFill[indices.Length];
        for (var i = 0; i < fills.Length; i++)
        {
            fills[i] = new AuctionFill(indices[i], Filled[indices[i]], amounts[indices[i]]);
        }

        return fills;
    }

    /// <summary>Buyers' payments minus sellers' receipts.</summary>
    public Int128 Surplus(AuctionFill[] fills)
    {
        Int128 surplus = 0;
        foreach (var fill in fills)
        {
            surplus += Book.Orders[fill.Order].IsBuy ? fill.AmountNano : -fill.AmountNano;
        }

        return surplus;
    }

    /// <summary>Who delivers to whom.</summary>
    public AuctionPair[] Pairs() => Auction.Sweep.Pair(Book, Filled);

    /// <summary>The outcome with one price for buyers and one for sellers; without prices when nothing cleared.</summary>
    public AuctionOutcome AtPrices(long buyPrice, long sellPrice)
    {
        if (ClearedWh == 0)
        {
            return new AuctionOutcome();
        }

        var fills = FillsAt(buyPrice, sellPrice);
        return new AuctionOutcome
        {
            ClearedWh = ClearedWh,
            BuyPriceMicro = buyPrice,
            SellPriceMicro = sellPrice,
            Fills = fills,
            Pairs = Pairs(),
            OperatorSurplusNano = Surplus(fills),
            WelfareNano = Welfare(),
        };
    }
}
