namespace Ledger.Contracts.Settlement.Rules;

/// <summary>What was agreed between a seller and a buyer, and what was metered (M2, M14). Immutable.</summary>
public sealed class PeerContractTerms
{
    /// <summary>Agreed Wh, not negative.</summary>
    public required long QuantityWh { get; init; }

    /// <summary>Agreed price in µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Wh that the seller injected; what is outside 0 to the agreed quantity does not count.</summary>
    public required long DeliveredWh { get; init; }

    /// <summary>Wh that the buyer took; what is outside 0 to the agreed quantity does not count.</summary>
    public required long AbsorbedWh { get; init; }

    /// <summary>The seller's collateral in escrow, n¤.</summary>
    public required Int128 SellerCollateralNano { get; init; }

    /// <summary>The buyer's collateral in escrow, n¤.</summary>
    public required Int128 BuyerCollateralNano { get; init; }

    /// <summary>Price at which the local distributor supplies what is missing, µ¤/kWh.</summary>
    public required long BackupSellMicro { get; init; }

    /// <summary>Price at which the local distributor takes what is too much, µ¤/kWh.</summary>
    public required long BackupBuyMicro { get; init; }

    /// <summary>Transport fee in µ¤/kWh.</summary>
    public required long TransportFeeMicro { get; init; }
}
