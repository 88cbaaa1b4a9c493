namespace Ledger.Contracts.Market;

/// <summary>Names of the mechanisms that clear a sealed book (M2, M3, M6).</summary>
public static class MechanismNames
{
    /// <summary>Uniform-price k-double auction.</summary>
    public const string KdaUniform = "kda-uniform";

    /// <summary>Session at a given price.</summary>
    public const string FixedPrice = "fixed-price";

    /// <summary>Multiple-unit Vickrey procurement.</summary>
    public const string Muv = "muv";

    /// <summary>Matching by landed price with energy-mix preferences.</summary>
    public const string AuctionHouse = "auction-house";
}
