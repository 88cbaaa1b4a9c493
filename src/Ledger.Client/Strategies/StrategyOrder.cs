namespace Ledger.Client.Strategies;

/// <summary>An order as the contract <c>market</c> takes it: <c>submitBid(Of)</c> or <c>submitOffer(Of)</c>.</summary>
/// <param name="Side">Buy or sell.</param>
/// <param name="QuantityWh">Wh of the slot, positive.</param>
/// <param name="PriceMicro">Limit price in µ¤/kWh; n¤ = Wh x µ¤/kWh.</param>
/// <param name="LeastWh">
/// The least that it trades, 0 to <paramref name="QuantityWh"/>. At 0 the main grid takes or supplies what the market
/// leaves over. From 1 on it is a block order: less than this is no trade at all, and nothing is left to the grid.
/// </param>
public readonly record struct StrategyOrder(OrderSide Side, long QuantityWh, long PriceMicro, long LeastWh = 0)
{
    /// <summary>Whether it trades in the market or not at all.</summary>
    public bool IsContingent => LeastWh > 0;
}
