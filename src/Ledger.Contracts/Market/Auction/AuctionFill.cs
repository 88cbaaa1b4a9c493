namespace Ledger.Contracts.Market.Auction;

/// <summary>The accepted part of one order. Immutable.</summary>
public sealed class AuctionFill
{
    /// <summary>Names every property.</summary>
    public AuctionFill(int order, long quantityWh, Int128 amountNano)
    {
        Order = order;
        QuantityWh = quantityWh;
        AmountNano = amountNano;
    }

    /// <summary>Index of the order in the auction's input.</summary>
    public int Order { get; }

    /// <summary>Wh, positive.</summary>
    public long QuantityWh { get; }

    /// <summary>n¤ that the buyer pays or the seller receives; negative at negative prices.</summary>
    public Int128 AmountNano { get; }
}
