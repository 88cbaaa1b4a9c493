namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// Both sides of a sealed book in priority order; what every auction mechanism starts from. Do not change the arrays.
/// </summary>
public sealed class OrderBook
{
    /// <summary>Sorts the orders with a positive quantity; O(n log n).</summary>
    public OrderBook(AuctionOrder[] orders)
    {
        Orders = orders;
        var priority = new OrderPriority(orders);
        Buys = Side(orders, priority, isBuy: true);
        Sells = Side(orders, priority, isBuy: false);
    }

    /// <summary>All orders as given; the other members name them by their index here.</summary>
    public AuctionOrder[] Orders { get; }

    /// <summary>Indices of the buy orders, best first.</summary>
    public int[] Buys { get; }

    /// <summary>Indices of the sell orders, best first.</summary>
    public int[] Sells { get; }

    private static int[] Side(AuctionOrder[] orders, OrderPriority priority, bool isBuy)
    {
        var indices = new List<int>();
        for (var i = 0; i < orders.Length; i++)
        {
            if (orders[i].IsBuy == isBuy && orders[i].QuantityWh > 0)
            {
                indices.Add(i);
            }
        }

        var side = indices.ToArray();
        MergeSort.Sort(side, priority);
        return side;
    }
}
