namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// cda: the book of a continuous double auction. An order that comes trades at once with the best resting orders of the
/// other side, at their prices, while prices cross; equal prices cross. Orders of one owner may trade with each other. A
/// contract may keep the resting orders in its state, <see cref="Restore"/> them and apply one event. Not shared.
/// </summary>
public sealed class ContinuousBook
{
    private readonly BookSide _bids = new();
    private readonly BookSide _asks = new();
    private readonly IdTable<RestingOrder> _resting = new();
    private readonly IdTable<string> _used = new();

    /// <summary>Number of resting buy orders.</summary>
    public int Bids => _bids.Count;

    /// <summary>Number of resting sell orders.</summary>
    public int Asks => _asks.Count;

    /// <summary>A resting buy order, best first.</summary>
    public RestingOrder BidAt(int rank) => _bids.At(rank);

    /// <summary>A resting sell order, best first.</summary>
    public RestingOrder AskAt(int rank) => _asks.At(rank);

    /// <summary>Puts an order back that rested before.</summary>
    public void Restore(RestingOrder order)
    {
        _used.Put(order.Id, order.Id);
        _resting.Put(order.Id, order);
        (order.IsBuy ? _bids : _asks).Insert(order);
    }

    /// <summary>Notes an id that was used before and does not rest any more.</summary>
    public void MarkUsed(string id) => _used.Put(id, id);

    /// <summary>
    /// Takes an order. Returns null, or why not: <c>DUPLICATE_ID</c>, <c>BAD_QTY</c>, <c>FOK_KILLED</c> (its id counts as
    /// used).
    /// </summary>
    /// <param name="order">The order; <see cref="RestingOrder.LeftWh"/> is its quantity.</param>
    /// <param name="timeInForce">One of <see cref="TimeInForce"/>.</param>
    /// <param name="trades">Receives the trades in order.</param>
    public string? Place(RestingOrder order, string timeInForce, List<ContinuousTrade> trades)
    {
        if (_used.Find(order.Id) != null)
        {
            return "DUPLICATE_ID";
        }

        if (order.LeftWh <= 0)
        {
            return "BAD_QTY";
        }

        _used.Put(order.Id, order.Id);
        var others = order.IsBuy ? _asks : _bids;
        if (timeInForce == TimeInForce.FillOrKill && !CanFill(order, others))
        {
            return "FOK_KILLED";
        }

        while (order.LeftWh > 0 && others.Count > 0 && Crosses(order, others.At(0)))
        {
            Trade(order, others, trades);
        }

        if (order.LeftWh > 0 && timeInForce == TimeInForce.GoodTillCancelled)
        {
            _resting.Put(order.Id, order);
            (order.IsBuy ? _bids : _asks).Insert(order);
        }

        return null;
    }

    /// <summary>
    /// Withdraws a resting order. Returns null, or why not: <c>UNKNOWN_ORDER</c> (never seen or no longer resting), then
    /// <c>NOT_OWNER</c>.
    /// </summary>
    public string? Cancel(string id, string by)
    {
        var order = _resting.Find(id);
        if (order == null)
        {
            return "UNKNOWN_ORDER";
        }

        if (order.Owner != by)
        {
            return "NOT_OWNER";
        }

        _resting.Remove(id);
        (order.IsBuy ? _bids : _asks).Remove(order);
        return null;
    }

    private static bool Crosses(RestingOrder order, RestingOrder resting) =>
        order.IsBuy ? order.PriceMicro >= resting.PriceMicro : order.PriceMicro <= resting.PriceMicro;

    private static bool CanFill(RestingOrder order, BookSide others)
    {
        var needed = order.LeftWh;
        for (var i = 0; i < others.Count && needed > 0 && Crosses(order, others.At(i)); i++)
        {
            needed -= needed < others.At(i).LeftWh ? needed : others.At(i).LeftWh;
        }

        return needed == 0;
    }

    private void Trade(RestingOrder order, BookSide others, List<ContinuousTrade> trades)
    {
        var resting = others.At(0);
        var quantity = order.LeftWh < resting.LeftWh ? order.LeftWh : resting.LeftWh;
        if (quantity == resting.LeftWh)
        {
            others.Remove(resting);
            _resting.Remove(resting.Id);
        }

        order.LeftWh -= quantity;
        resting.LeftWh -= quantity;
        trades.Add(new ContinuousTrade(resting, order.Id, quantity));
    }
}
