namespace Ledger.Client.Strategies;

/// <summary>
/// A trader that knows nothing but its budget: it bids a price drawn evenly from what leaves it no loss (Gode and
/// Sunder, <i>Allocative efficiency of markets with zero-intelligence traders</i>, J. Political Economy 1993, the
/// constrained kind). The tariff is the range of prices: a buyer draws between feed-in and its value, the retail price,
/// a seller between its cost, the feed-in price, and retail. Without control.
/// </summary>
public sealed class ZeroIntelligence : IBidStrategy
{
    private readonly SeededGenerator _generator;

    /// <summary>A trader whose prices follow from a seed.</summary>
    public ZeroIntelligence(ulong seed)
    {
        _generator = new SeededGenerator(seed);
    }

    /// <inheritdoc/>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var now = outlook.Now;
        if (now.NetWh == 0)
        {
            return SlotDecision.None;
        }

        // With a retail price below feed-in there is no range: each side keeps to its own end of it.
        var isBuyer = now.NetWh < 0;
        var (own, far) = isBuyer ? (now.RetailMicro, now.FeedInMicro) : (now.FeedInMicro, now.RetailMicro);
        var price = now.FeedInMicro <= now.RetailMicro
            ? _generator.Between(Math.Min(own, far), Math.Max(own, far))
            : own;
        return isBuyer ? NetOrder.Buy(outlook, price) : NetOrder.Sell(outlook, price, 0);
    }

    /// <inheritdoc/>
    public long Deliver(long boughtWh, long soldWh) => 0;
}
