namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// Priority within one side: the better price, then the earlier sequence, then the ordinally smaller id. The position
/// in the array means nothing.
/// </summary>
public sealed class OrderPriority : IPrecedence
{
    private readonly AuctionOrder[] _orders;

    /// <summary>Ranks the orders of one array.</summary>
    public OrderPriority(AuctionOrder[] orders)
    {
        _orders = orders;
    }

    /// <inheritdoc/>
    public bool Precedes(int left, int right)
    {
        var a = _orders[left];
        var b = _orders[right];
        if (a.PriceMicro != b.PriceMicro)
        {
            return a.IsBuy ? a.PriceMicro > b.PriceMicro : a.PriceMicro < b.PriceMicro;
        }

        return a.Sequence != b.Sequence ? a.Sequence < b.Sequence : Ordinal.Compare(a.Id, b.Id) < 0;
    }
}
