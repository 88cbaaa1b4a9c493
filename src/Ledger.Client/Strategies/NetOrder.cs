namespace Ledger.Client.Strategies;

/// <summary>The order for what nobody controls, within connection and budget. Pure.</summary>
internal static class NetOrder
{
    /// <summary>Bids for the expected deficit, as much of it as the money lasts for.</summary>
    public static SlotDecision Buy(SlotOutlook outlook, long priceMicro)
    {
        var wanted = Math.Min(-outlook.Now.NetWh, outlook.LimitWh);
        var quantity = Math.Min(wanted, Affordable(outlook.BudgetNano, priceMicro));
        return quantity <= 0
            ? SlotDecision.None
            : SlotDecision.Of(new StrategyOrder(OrderSide.Buy, quantity, priceMicro));
    }

    /// <summary>Offers the expected surplus.</summary>
    public static SlotDecision Sell(SlotOutlook outlook, long priceMicro, long leastWh)
    {
        var quantity = Math.Min(outlook.Now.NetWh, outlook.LimitWh);
        return quantity <= 0
            ? SlotDecision.None
            : SlotDecision.Of(new StrategyOrder(OrderSide.Sell, quantity, priceMicro, leastWh));
    }

    /// <summary>Wh that this much money buys at a limit price; no bound when they cost nothing.</summary>
    public static long Affordable(long budgetNano, long priceMicro) =>
        priceMicro <= 0 ? long.MaxValue : budgetNano / priceMicro;
}
