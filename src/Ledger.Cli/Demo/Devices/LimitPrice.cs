namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// Limit prices of orders, always between feed-in and retail, where both sides do better than with the main grid. A
/// home has a leaning of its own, a little mood in each slot, and minds scarcity: who lacks much bids more, who has
/// little to spare asks more. Everything follows from the home's number, the slot and the quantity, so that a run can
/// be repeated. Pure.
/// </summary>
public static class LimitPrice
{
    /// <summary>
    /// Thousandths of the span between feed-in and retail at which the lowest bid stands; offers go up to 600.
    /// </summary>
    private const long BidFloor = 400;

    private const long LeaningMax = 300;
    private const long ScarcityMax = 200;
    private const long MoodMax = 100;

    /// <summary>A quantity that counts as much, in Wh of a slot.</summary>
    private const long MuchWh = 1_000;

    /// <summary>The most a home pays, in µ¤/kWh.</summary>
    public static long Bid(Tariff tariff, int home, int slot, long quantityWh)
    {
        var lack = Math.Min(quantityWh, MuchWh) * ScarcityMax / MuchWh;
        return At(tariff, BidFloor + Leaning(home) + lack + Mood(home, slot));
    }

    /// <summary>The least a home takes, in µ¤/kWh.</summary>
    public static long Offer(Tariff tariff, int home, int slot, long quantityWh)
    {
        var plenty = Math.Min(quantityWh, MuchWh) * ScarcityMax / MuchWh;
        return At(tariff, LeaningMax - Leaning(home) + ScarcityMax - plenty + Mood(home, slot));
    }

    private static long At(Tariff tariff, long thousandths) =>
        tariff.FeedInMicro + ((tariff.RetailMicro - tariff.FeedInMicro) * thousandths / 1_000);

    private static long Leaning(int home) => (long)(Mix((ulong)home) % (ulong)(LeaningMax + 1));

    private static long Mood(int home, int slot) =>
        (long)(Mix(((ulong)home << 32) | (ulong)(uint)(slot + 1)) % (ulong)(MoodMax + 1));

    /// <summary>
    /// The output function of SplitMix64 (Steele, Lea, Flood 2014): spreads a number over 64 bits, the same everywhere.
    /// </summary>
    private static ulong Mix(ulong seed)
    {
        unchecked
        {
            var z = seed * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
