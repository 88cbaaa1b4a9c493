namespace Ledger.Contracts.Market.Continuous;

/// <summary>A trade of a continuous book, at the resting order's price. Immutable.</summary>
public sealed class ContinuousTrade
{
    /// <summary>Names every property.</summary>
    public ContinuousTrade(RestingOrder maker, string taker, long quantityWh)
    {
        Maker = maker;
        Taker = taker;
        QuantityWh = quantityWh;
    }

    /// <summary>The order that rested.</summary>
    public RestingOrder Maker { get; }

    /// <summary>Id of the order that came.</summary>
    public string Taker { get; }

    /// <summary>Wh, positive.</summary>
    public long QuantityWh { get; }

    /// <summary>Id of the buying order.</summary>
    public string Buy => Maker.IsBuy ? Maker.Id : Taker;

    /// <summary>Id of the selling order.</summary>
    public string Sell => Maker.IsBuy ? Taker : Maker.Id;

    /// <summary>n¤ that the buyer pays the seller.</summary>
    public Int128 AmountNano => (Int128)QuantityWh * Maker.PriceMicro;
}
