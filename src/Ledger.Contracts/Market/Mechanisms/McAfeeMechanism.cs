using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// mcafee (McAfee 1992): when the mean of the first buy and sell order behind the marginal ones suits both marginal
/// orders, all of the sweep trades at it; otherwise <see cref="TradeReduction"/>. O(n log n).
/// </summary>
public sealed class McAfeeMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "mcafee";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var sweep = Allocation.Sweep(orders);
        var (buys, sells) = (sweep.Book.Buys, sweep.Book.Sells);
        var (lastBuy, lastSell) = (sweep.LastFilled(buys), sweep.LastFilled(sells));
        if (lastBuy >= 0 && lastBuy + 1 < buys.Length && lastSell + 1 < sells.Length)
        {
            var sum = (Int128)sweep.PriceAt(buys, lastBuy + 1) + sweep.PriceAt(sells, lastSell + 1);
            var price = (long)MechanismRules.FloorDivide(sum, 2);
            if (sweep.PriceAt(sells, lastSell) <= price && price <= sweep.PriceAt(buys, lastBuy))
            {
                var filled = TradeReduction.Share(sweep.Book, lastBuy + 1, lastSell + 1);
                return TradeReduction.With(
                    new Allocation(sweep.Book, filled), price, price, BranchOutcome.Full);
            }
        }

        return TradeReduction.Reduce(sweep);
    }
}
