using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// pun (M3): zonal for the sellers, but buyers in all zones pay one price, the mean of the zone prices weighted by
/// purchases, rounded up. While an accepted bid lies below it, the worst of them leaves the book and all is cleared
/// again: at most one clearing per buy order.
/// </summary>
public sealed class PunMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "pun";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var book = new ZonalBook(orders, parameters.Zones);
        var isRemoved = new bool[orders.Length];
        var removed = new List<string>();
        while (true)
        {
            var clearing = new ZonalClearing(book, isRemoved);
            var price = Price(clearing);
            var worst = price == null ? -1 : WorstBelow(clearing, price.Value);
            if (worst < 0)
            {
                return ZonalOutcome.Of(clearing, isUniformForBuyers: true, price, removed.ToArray());
            }

            isRemoved[worst] = true;
            removed.Add(orders[worst].Id);
        }
    }

    private static long? Price(ZonalClearing clearing)
    {
        Int128 sum = 0;
        Int128 quantity = 0;
        for (var zone = 0; zone < clearing.BuyWh.Length; zone++)
        {
            if (clearing.BuyWh[zone] > 0)
            {
                sum += clearing.BuyWh[zone] * clearing.PricesMicro[zone]!.Value;
                quantity += clearing.BuyWh[zone];
            }
        }

        return quantity == 0 ? null : (long)MechanismRules.CeilDivide(sum, quantity);
    }

    /// <summary>The accepted buy order of worst priority among those with a limit below the price, or -1.</summary>
    private static int WorstBelow(ZonalClearing clearing, long price)
    {
        var orders = clearing.Book.Orders;
        var priority = new OrderPriority(orders);
        var worst = -1;
        for (var i = 0; i < orders.Length; i++)
        {
            if (orders[i].IsBuy && clearing.Filled[i] > 0 && orders[i].PriceMicro < price
                && (worst < 0 || priority.Precedes(worst, i)))
            {
                worst = i;
            }
        }

        return worst;
    }
}
