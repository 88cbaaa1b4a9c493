using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>lao: the sweep, everyone at the price of the last accepted offer. O(n log n).</summary>
public sealed class LastAcceptedOfferMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "lao";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var allocation = Allocation.Sweep(orders);
        if (allocation.ClearedWh == 0)
        {
            return new AuctionOutcome();
        }

        var sells = allocation.Book.Sells;
        var price = allocation.PriceAt(sells, allocation.LastFilled(sells));
        return allocation.AtPrices(price, price);
    }
}
