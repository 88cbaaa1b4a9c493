namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// One side of a continuous book, best order last, so that the best leave without moving others. Not shared.
/// </summary>
internal sealed class BookSide
{
    private readonly List<RestingOrder> _orders = new();

    public int Count => _orders.Count;

    /// <summary>The order at a rank; 0 is the best.</summary>
    public RestingOrder At(int rank) => _orders[_orders.Count - 1 - rank];

    public void Insert(RestingOrder order)
    {
        var place = PlaceOf(order);
        _orders.Add(order);
        for (var i = _orders.Count - 1; i > place; i--)
        {
            _orders[i] = _orders[i - 1];
        }

        _orders[place] = order;
    }

    public void Remove(RestingOrder order)
    {
        for (var i = PlaceOf(order); i + 1 < _orders.Count; i++)
        {
            _orders[i] = _orders[i + 1];
        }

        _orders.RemoveAt(_orders.Count - 1);
    }

    /// <summary>Number of orders that are worse.</summary>
    private int PlaceOf(RestingOrder order)
    {
        var low = 0;
        var high = _orders.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isWorse = IsBetter(order, _orders[middle]);
            low = isWorse ? middle + 1 : low;
            high = isWorse ? high : middle;
        }

        return low;
    }

    private static bool IsBetter(RestingOrder left, RestingOrder right)
    {
        if (left.PriceMicro != right.PriceMicro)
        {
            return left.IsBuy ? left.PriceMicro > right.PriceMicro : left.PriceMicro < right.PriceMicro;
        }

        return left.Entered < right.Entered;
    }
}
