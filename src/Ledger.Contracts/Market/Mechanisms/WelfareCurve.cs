using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// The largest welfare of a book without some of its orders, in O(log n) and not by another sweep. By duality it is the
/// least of f(p) = sum of buys q max(0, b - p) + sum of sells q max(0, p - s) over all prices p; f is convex and bends
/// only at limit prices, so the smallest limit price p at which supply(&lt;= p) reaches demand(&gt; p) gives it. Sums of
/// quantities and of quantity x price are kept per price level; what is left out is subtracted from the sums, which
/// stay small, before anything is multiplied by p. Pure.
/// </summary>
public sealed class WelfareCurve
{
    private readonly AuctionOrder[] _orders;
    private readonly long[] _prices;
    private readonly Int128[] _demandAbove;
    private readonly Int128[] _valueAbove;
    private readonly Int128[] _supplyTo;
    private readonly Int128[] _costTo;

    /// <summary>Adds up a book; O(n).</summary>
    public WelfareCurve(OrderBook book)
    {
        _orders = book.Orders;
        _prices = Prices(book);
        var levels = _prices.Length;
        _demandAbove = new Int128[levels];
        _valueAbove = new Int128[levels];
        _supplyTo = new Int128[levels];
        _costTo = new Int128[levels];
        var next = 0;
        for (var level = 0; level < levels; level++)
        {
            _supplyTo[level] = level == 0 ? 0 : _supplyTo[level - 1];
            _costTo[level] = level == 0 ? 0 : _costTo[level - 1];
            for (; next < book.Sells.Length && Sell(book, next).PriceMicro == _prices[level]; next++)
            {
                _supplyTo[level] += Sell(book, next).QuantityWh;
                _costTo[level] += (Int128)Sell(book, next).QuantityWh * _prices[level];
            }
        }

        next = 0;
        for (var level = levels - 2; level >= 0; level--)
        {
            _demandAbove[level] = _demandAbove[level + 1];
            _valueAbove[level] = _valueAbove[level + 1];
            for (; next < book.Buys.Length && Buy(book, next).PriceMicro == _prices[level + 1]; next++)
            {
                _demandAbove[level] += Buy(book, next).QuantityWh;
                _valueAbove[level] += (Int128)Buy(book, next).QuantityWh * _prices[level + 1];
            }
        }
    }

    /// <summary>The largest welfare in n¤ without these orders of the book.</summary>
    public Int128 Without(int[] left)
    {
        var low = 0;
        var high = _prices.Length - 1;
        if (high < 0)
        {
            return 0;
        }

        // At the highest price there is no demand above: the condition holds there.
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Excess(left, middle) >= 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return ValueAt(left, low);
    }

    private static AuctionOrder Sell(OrderBook book, int place) => book.Orders[book.Sells[place]];

    private static AuctionOrder Buy(OrderBook book, int place) => book.Orders[book.Buys[place]];

    /// <summary>The distinct limit prices, ascending.</summary>
    private static long[] Prices(OrderBook book)
    {
        var prices = new List<long>();
        var sell = 0;
        var buy = book.Buys.Length - 1;
        while (sell < book.Sells.Length || buy >= 0)
        {
            long price;
            if (buy < 0 || (sell < book.Sells.Length && Sell(book, sell).PriceMicro < Buy(book, buy).PriceMicro))
            {
                price = Sell(book, sell).PriceMicro;
                sell++;
            }
            else
            {
                price = Buy(book, buy).PriceMicro;
                buy--;
            }

            if (prices.Count == 0 || prices[prices.Count - 1] != price)
            {
                prices.Add(price);
            }
        }

        return prices.ToArray();
    }

    private Int128 Excess(int[] left, int level)
    {
        var excess = _supplyTo[level] - _demandAbove[level];
        foreach (var index in left)
        {
            var order = _orders[index];
            if (order.IsBuy && order.PriceMicro > _prices[level])
            {
                excess += order.QuantityWh;
            }
            else if (!order.IsBuy && order.PriceMicro <= _prices[level])
            {
                excess -= order.QuantityWh;
            }
        }

        return excess;
    }

    private Int128 ValueAt(int[] left, int level)
    {
        var value = _valueAbove[level] - _costTo[level];
        foreach (var index in left)
        {
            var order = _orders[index];
            if (order.IsBuy && order.PriceMicro > _prices[level])
            {
                value -= (Int128)order.QuantityWh * order.PriceMicro;
            }
            else if (!order.IsBuy && order.PriceMicro <= _prices[level])
            {
                value += (Int128)order.QuantityWh * order.PriceMicro;
            }
        }

        return value + (Excess(left, level) * _prices[level]);
    }
}
