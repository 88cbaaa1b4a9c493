namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>All mechanisms that clear a sealed book. A new one is a class of its own and a line here.</summary>
public static class MechanismList
{
    /// <summary>Makes them, in the order of the documentation.</summary>
    public static IAuctionMechanism[] All() => new IAuctionMechanism[]
    {
        new KdaUniformMechanism(),
        new KdaDiscriminatoryMechanism(),
        new LastAcceptedOfferMechanism(),
        new FirstRejectedOfferMechanism(),
        new PayAsBidMechanism(),
        new FixedPriceMechanism(),
        new TradeReductionMechanism(),
        new McAfeeMechanism(),
        new VcgMechanism(),
        new MultiUnitVickreyMechanism(),
        new ZonalMechanism(),
        new PunMechanism(),
        new AuctionHouseMechanism(),
    };

    /// <summary>The mechanism of a name, or null.</summary>
    public static IAuctionMechanism? Find(string name)
    {
        foreach (var mechanism in All())
        {
            if (mechanism.Name == name)
            {
                return mechanism;
            }
        }

        return null;
    }
}
