namespace Ledger.Client.Strategies;

/// <summary>Which side of the book an order stands on.</summary>
public enum OrderSide
{
    /// <summary>Buys energy.</summary>
    Buy,

    /// <summary>Sells energy.</summary>
    Sell,
}
