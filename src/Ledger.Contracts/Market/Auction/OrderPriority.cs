namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// Priority within one side: the better price, then the earlier sequence, then the ordinally smaller id. The position
/// in the array means nothing.
/// </summary>
public sealed class OrderPriority : IPrecedence
{
    private readonly AuctionOrder[] _orders;
    private readonly long[] _ranks;

    /// <summary>Ranks the orders of one array.</summary>
    public OrderPriority(AuctionOrder[] orders)
    {
        _orders = orders;
        _ranks = new long[orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            // The complement turns the order of prices round without overflow, so that less is better on both sides.
            var price = orders[i].PriceMicro;
            _ranks[i] = orders[i].IsBuy ? ~price : price;
        }
    }

    /// <inheritdoc/>
    public bool Precedes(int left, int right)
    {
        var a = _ranks[left];
        var b = _ranks[right];
        return a == b ? PrecedesAtOnePrice(_orders[left], _orders[right]) : a < b;
    }

    private static bool PrecedesAtOnePrice(AuctionOrder a, AuctionOrder b) =>
        a.Sequence != b.Sequence ? a.Sequence < b.Sequence : Ordinal.Compare(a.Id, b.Id) < 0;
}
