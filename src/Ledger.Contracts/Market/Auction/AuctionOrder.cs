namespace Ledger.Contracts.Market.Auction;

/// <summary>One order of a sealed book. Immutable.</summary>
public sealed class AuctionOrder
{
    /// <summary>Names every property.</summary>
    public AuctionOrder(string id, bool isBuy, long quantityWh, long priceMicro, long sequence)
    {
        Id = id;
        IsBuy = isBuy;
        QuantityWh = quantityWh;
        PriceMicro = priceMicro;
        Sequence = sequence;
    }

    /// <summary>Unique in its book.</summary>
    public string Id { get; }

    /// <summary>Whether it buys; otherwise it sells.</summary>
    public bool IsBuy { get; }

    /// <summary>
    /// Wh, not negative; an order of 0 is ignored. Quantity times the price's absolute value fits 63 bits.
    /// </summary>
    public long QuantityWh { get; }

    /// <summary>Limit price in µ¤/kWh.</summary>
    public long PriceMicro { get; }

    /// <summary>Ledger order: the smaller entered first.</summary>
    public long Sequence { get; }
}
