namespace Ledger.Client.Strategies;

/// <summary>
/// What a device expects of a slot. Energy in Wh, prices in µ¤/kWh. Plans are exact for
/// <paramref name="BuyMicro"/> not below <paramref name="SellMicro"/>.
/// </summary>
/// <param name="Start">Start of the slot, seconds since 1970-01-01 UTC.</param>
/// <param name="NetWh">
/// Generation minus load behind the meter that nobody controls; 0 for a device with a meter of its own.
/// </param>
/// <param name="RetailMicro">What the main grid asks: the tariff avoided by buying elsewhere.</param>
/// <param name="FeedInMicro">What the main grid pays: the tariff forgone by selling elsewhere.</param>
/// <param name="BuyMicro">What a kWh bought in the slot is expected to cost.</param>
/// <param name="SellMicro">What a kWh sold in the slot is expected to bring.</param>
public readonly record struct SlotForecast(
    long Start, long NetWh, long RetailMicro, long FeedInMicro, long BuyMicro, long SellMicro)
{
    /// <summary>A slot in which only the main grid is counted on.</summary>
    public static SlotForecast AtTariff(long start, long netWh, long retailMicro, long feedInMicro) =>
        new(start, netWh, retailMicro, feedInMicro, retailMicro, feedInMicro);

    /// <summary>A slot whose market price is expected, within the tariff.</summary>
    /// <param name="start">Start of the slot, seconds since 1970-01-01 UTC.</param>
    /// <param name="netWh">Generation minus load that nobody controls.</param>
    /// <param name="retailMicro">What the main grid asks.</param>
    /// <param name="feedInMicro">What the main grid pays.</param>
    /// <param name="priceMicro">The expected price.</param>
    /// <param name="trustBps">
    /// How much of the gain over the tariff is counted on, 0 to 10,000 basis points: orders may find nobody, and then the
    /// tariff holds.
    /// </param>
    public static SlotForecast AtPrice(
        long start, long netWh, long retailMicro, long feedInMicro, long priceMicro, int trustBps = 10_000)
    {
        var price = Math.Max(feedInMicro, Math.Min(retailMicro, priceMicro));
        return new SlotForecast(
            start, netWh, retailMicro, feedInMicro,
            BuyMicro: retailMicro - ((retailMicro - price) * trustBps / 10_000),
            SellMicro: feedInMicro + ((price - feedInMicro) * trustBps / 10_000));
    }

    /// <summary>
    /// What the slot costs in n¤ (negative: earns) when <paramref name="drawWh"/> more is drawn than without control.
    /// </summary>
    /// <param name="drawWh">Wh drawn by what can be controlled; negative: given.</param>
    public long CostNano(long drawWh)
    {
        var net = NetWh - drawWh;
        return net < 0 ? -net * BuyMicro : -net * SellMicro;
    }
}
