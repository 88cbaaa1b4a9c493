namespace Ledger.Client.Strategies;

/// <summary>
/// States what energy is worth to it. A deficit is worth the tariff avoided, so it is bid for at the retail price; a
/// surplus costs the feed-in forgone, or the fuel when that is dearer, so it is offered at that. The best answer under
/// incentive compatible mechanisms such as VCG (Vickrey 1961, Clarke 1971, Groves 1973), and a yardstick under the
/// others. Without control.
/// </summary>
public sealed class Truthful : IBidStrategy
{
    private readonly long _marginalCostMicro;

    /// <summary>An owner with this cost of making a kWh.</summary>
    /// <param name="marginalCostMicro">µ¤/kWh: 0 for PV and wind, the fuel for an engine.</param>
    public Truthful(long marginalCostMicro = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(marginalCostMicro, SlotOutlook.PriceMicroMax);
        _marginalCostMicro = Math.Max(marginalCostMicro, -SlotOutlook.PriceMicroMax);
    }

    /// <inheritdoc/>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var now = outlook.Now;
        if (now.NetWh < 0)
        {
            return NetOrder.Buy(outlook, now.RetailMicro);
        }

        // What costs more than the main grid pays is made for the market or not at all.
        var isDear = _marginalCostMicro > now.FeedInMicro;
        return NetOrder.Sell(outlook, isDear ? _marginalCostMicro : now.FeedInMicro, isDear ? 1 : 0);
    }

    /// <inheritdoc/>
    public long Deliver(long boughtWh, long soldWh) => 0;
}
