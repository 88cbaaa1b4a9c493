namespace Ledger.Contracts.Market.Auction;

/// <summary>Orders by id, the order in which results are listed.</summary>
public sealed class OrderIdPrecedence : IPrecedence
{
    private readonly AuctionOrder[] _orders;

    /// <summary>Ranks the orders of one array.</summary>
    public OrderIdPrecedence(AuctionOrder[] orders)
    {
        _orders = orders;
    }

    /// <inheritdoc/>
    public bool Precedes(int left, int right) => Ordinal.Compare(_orders[left].Id, _orders[right].Id) < 0;
}
