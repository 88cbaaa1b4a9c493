namespace Ledger.Contracts.Market.Auction;

/// <summary>A quantity that one seller delivers to one buyer. Immutable.</summary>
public sealed class AuctionPair
{
    /// <summary>Names every property.</summary>
    public AuctionPair(int buy, int sell, long quantityWh)
    {
        Buy = buy;
        Sell = sell;
        QuantityWh = quantityWh;
    }

    /// <summary>Index of the buy order in the auction's input.</summary>
    public int Buy { get; }

    /// <summary>Index of the sell order in the auction's input.</summary>
    public int Sell { get; }

    /// <summary>Wh, positive.</summary>
    public long QuantityWh { get; }
}
