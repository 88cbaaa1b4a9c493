namespace Ledger.Contracts.Market.Auction;

/// <summary>One order of a sealed book. Immutable.</summary>
public sealed class AuctionOrder
{
    /// <summary>Names what every mechanism needs.</summary>
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

    /// <summary>Whose order it is; what the Vickrey mechanisms take together.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Zone of the zonal mechanisms.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Node of the grid graph, for mechanisms with transport fees.</summary>
    public string Node { get; init; } = "";

    /// <summary>Where the energy of a sell order comes from, such as <c>pv</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Origins that a buy order accepts; empty accepts every one.</summary>
    public string[] Origins { get; init; } = new string[0];

    /// <summary>The same order with another quantity.</summary>
    public AuctionOrder WithQuantity(long quantityWh) => new(Id, IsBuy, quantityWh, PriceMicro, Sequence)
    {
        Owner = Owner,
        Zone = Zone,
        Node = Node,
        Origin = Origin,
        Origins = Origins,
    };
}
