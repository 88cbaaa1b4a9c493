namespace Ledger.Contracts.Market.Bilateral;

/// <summary>A quantity taken from an offer. Immutable.</summary>
public sealed class BilateralTrade
{
    /// <summary>Names every property.</summary>
    public BilateralTrade(BilateralOffer offer, string buyer, long quantityWh)
    {
        Offer = offer;
        Buyer = buyer;
        QuantityWh = quantityWh;
    }

    /// <summary>The offer.</summary>
    public BilateralOffer Offer { get; }

    /// <summary>Who takes it.</summary>
    public string Buyer { get; }

    /// <summary>Wh, positive.</summary>
    public long QuantityWh { get; }

    /// <summary>n¤ that the buyer pays the seller.</summary>
    public Int128 AmountNano => (Int128)QuantityWh * Offer.PriceMicro;
}
