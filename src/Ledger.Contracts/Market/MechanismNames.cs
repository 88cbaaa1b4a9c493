namespace Ledger.Contracts.Market;

/// <summary>Names of those mechanisms (M2, M3, M6) that the market treats in a way of its own; all that clear a sealed book are in
/// <see cref="Mechanisms.MechanismList"/>.</summary>
public static class MechanismNames
{
    /// <summary>Uniform-price k-double auction.</summary>
    public const string KdaUniform = "kda-uniform";

    /// <summary>Session at a given price.</summary>
    public const string FixedPrice = "fixed-price";

    /// <summary>Multiple-unit Vickrey procurement.</summary>
    public const string Muv = "muv";

    /// <summary>Zones with their own prices.</summary>
    public const string Zonal = "zonal";

    /// <summary>Matching by landed price with energy-mix preferences.</summary>
    public const string AuctionHouse = "auction-house";

    /// <summary>Continuous double auction: orders trade when they come.</summary>
    public const string ContinuousAuction = "cda";
}
