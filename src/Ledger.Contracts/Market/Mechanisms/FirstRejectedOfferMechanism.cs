using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// fro: the sweep, everyone at the smaller of the last accepted bid and the first offer without any fill; at the last
/// accepted bid when every offer has one. O(n log n).
/// </summary>
public sealed class FirstRejectedOfferMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "fro";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var allocation = Allocation.Sweep(orders);
        if (allocation.ClearedWh == 0)
        {
            return new AuctionOutcome();
        }

        var buys = allocation.Book.Buys;
        var sells = allocation.Book.Sells;
        var price = allocation.PriceAt(buys, allocation.LastFilled(buys));
        var rejected = allocation.LastFilled(sells) + 1;
        if (rejected < sells.Length && allocation.PriceAt(sells, rejected) < price)
        {
            price = allocation.PriceAt(sells, rejected);
        }

        return allocation.AtPrices(price, price);
    }
}
