using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

/// <summary>Outlooks for tests.</summary>
internal static class Outlooks
{
    public const long Start = 1_700_000_100;
    public const long RetailMicro = 300_000;
    public const long FeedInMicro = 80_000;

    /// <summary>Slots without energy of their own at these market prices.</summary>
    public static SlotOutlook AtPrices(params long[] prices) => new(
        [.. prices.Select((p, i) => SlotForecast.AtPrice(At(i), 0, RetailMicro, FeedInMicro, p))], 100_000);

    /// <summary>Slots of a home that counts on the main grid only.</summary>
    public static SlotOutlook AtTariff(params long[] netWh) => new(
        [.. netWh.Select((n, i) => SlotForecast.AtTariff(At(i), n, RetailMicro, FeedInMicro))], 100_000);

    /// <summary>Random slots; buying never costs less than selling brings.</summary>
    public static SlotOutlook Random(SeededGenerator random, int slots, long netMost, long limitWh, long priceLeast = 0) => new(
        [.. Enumerable.Range(0, slots).Select(i =>
        {
            var sell = random.Between(priceLeast, 20);
            return new SlotForecast(At(i), random.Between(-netMost, netMost), 40, 0, sell + random.Between(0, 15), sell);
        })],
        limitWh);

    /// <summary>The same without its first slots.</summary>
    public static SlotOutlook After(this SlotOutlook outlook, int slots) =>
        new([.. outlook.Slots.Skip(slots)], outlook.LimitWh, outlook.BudgetNano);

    public static long At(int index) => Start + (index * SlotOutlook.SlotSeconds);
}
