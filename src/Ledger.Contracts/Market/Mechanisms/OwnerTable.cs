using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// The owners with an order of positive quantity in ordinal order, and the orders of each. Pure, O(n log n).
/// </summary>
public sealed class OwnerTable
{
    private readonly int[] _orders;
    private readonly int[] _starts;

    /// <summary>Groups the orders of a book.</summary>
    /// <param name="book">The book.</param>
    public OwnerTable(OrderBook book)
    {
        _orders = new int[book.Buys.Length + book.Sells.Length];
        for (var i = 0; i < _orders.Length; i++)
        {
            _orders[i] = i < book.Buys.Length ? book.Buys[i] : book.Sells[i - book.Buys.Length];
        }

        MergeSort.Sort(_orders, new ByOwner(book.Orders));
        var starts = new List<int>();
        var names = new List<string>();
        for (var i = 0; i < _orders.Length; i++)
        {
            var owner = book.Orders[_orders[i]].Owner;
            if (i == 0 || owner != names[names.Count - 1])
            {
                starts.Add(i);
                names.Add(owner);
            }
        }

        starts.Add(_orders.Length);
        _starts = starts.ToArray();
        Names = names.ToArray();
    }

    /// <summary>The owners.</summary>
    public string[] Names { get; }

    /// <summary>Indices of an owner's orders: buys first, each side in priority order.</summary>
    public int[] OrdersOf(int owner)
    {
        var orders = new int[_starts[owner + 1] - _starts[owner]];
        for (var i = 0; i < orders.Length; i++)
        {
            orders[i] = _orders[_starts[owner] + i];
        }

        return orders;
    }

    private sealed class ByOwner : IPrecedence
    {
        private readonly AuctionOrder[] _orders;

        public ByOwner(AuctionOrder[] orders)
        {
            _orders = orders;
        }

        public bool Precedes(int left, int right) => Ordinal.Compare(_orders[left].Owner, _orders[right].Owner) < 0;
    }
}
