using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// zonal (M3): the largest welfare under the limits of the links between zones; everyone trades at the price of its
/// zone, the operator keeps the congestion rent (<see cref="ZonalClearing"/>).
/// </summary>
public sealed class ZonalMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "zonal";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var clearing = new ZonalClearing(new ZonalBook(orders, parameters.Zones), new bool[orders.Length]);
        return ZonalOutcome.Of(clearing, isUniformForBuyers: false, null, new string[0]);
    }
}
