namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// Outcome of <see cref="PeerContractRule"/>. What the buyer pays for energy, what the seller receives and what the
/// distributor nets without the forfeits add up to nothing. Immutable.
/// </summary>
public sealed class PeerContractSettlement
{
    /// <summary>Wh that the distributor supplies.</summary>
    public required long ShortWh { get; init; }

    /// <summary>Wh that the distributor takes.</summary>
    public required long ExcessWh { get; init; }

    /// <summary>n¤ that the buyer pays for energy.</summary>
    public required Int128 EnergyPaymentNano { get; init; }

    /// <summary>n¤ that the seller receives.</summary>
    public required Int128 SellerReceiptNano { get; init; }

    /// <summary>n¤ that the buyer pays to the grid operator.</summary>
    public required Int128 TransportFeeNano { get; init; }

    /// <summary>n¤ of the seller's collateral that go to the distributor.</summary>
    public required Int128 SellerForfeitNano { get; init; }

    /// <summary>n¤ of the seller's collateral that return.</summary>
    public required Int128 SellerReturnNano { get; init; }

    /// <summary>n¤ that the seller still owes the distributor.</summary>
    public required Int128 SellerDebtNano { get; init; }

    /// <summary>n¤ of the buyer's collateral that go to the distributor.</summary>
    public required Int128 BuyerForfeitNano { get; init; }

    /// <summary>n¤ of the buyer's collateral that return.</summary>
    public required Int128 BuyerReturnNano { get; init; }

    /// <summary>n¤ that the buyer still owes the distributor.</summary>
    public required Int128 BuyerDebtNano { get; init; }

    /// <summary>n¤ that the distributor receives; negative pays.</summary>
    public required Int128 DistributorNetNano { get; init; }

    /// <summary>Tokens burned as delivered.</summary>
    public required long BurnedDeliveredWh { get; init; }

    /// <summary>Tokens burned as expired.</summary>
    public required long BurnedExpiredWh { get; init; }

    /// <summary><c>fulfilled</c>, <c>seller-short</c>, <c>buyer-short</c> or <c>both-short</c>.</summary>
    public required string Status { get; init; }
}
