namespace Ledger.Client.Strategies;

/// <summary>Puts a device's forecasts together to an outlook. As thread safe as its forecasters.</summary>
public sealed class OutlookSource
{
    private readonly ISlotForecaster _load;
    private readonly ISlotForecaster? _generation;
    private readonly ISlotForecaster? _price;

    /// <summary>Takes the forecasts.</summary>
    /// <param name="load">Load that nobody controls, in Wh.</param>
    /// <param name="generation">Generation behind the same meter, in Wh; null for none.</param>
    /// <param name="price">Price of the market, in µ¤/kWh; null to count on the main grid's tariff only.</param>
    public OutlookSource(ISlotForecaster load, ISlotForecaster? generation = null, ISlotForecaster? price = null)
    {
        ArgumentNullException.ThrowIfNull(load);
        _load = load;
        _generation = generation;
        _price = price;
    }

    /// <summary>What the main grid asks in a slot, in µ¤/kWh.</summary>
    public required Func<long, long> RetailMicro { get; init; }

    /// <summary>What the main grid pays in a slot, in µ¤/kWh.</summary>
    public required Func<long, long> FeedInMicro { get; init; }

    /// <summary>Most Wh that the connection carries in a slot, either way.</summary>
    public required long LimitWh { get; init; }

    /// <summary>
    /// How much of the market's gain over the tariff is counted on, 0 to 10,000 basis points; all of it by default.
    /// </summary>
    public int TrustBps { get; init; } = 10_000;

    /// <summary>The outlook from a slot on.</summary>
    /// <param name="start">Start of the slot to trade, seconds since 1970-01-01 UTC.</param>
    /// <param name="slots">How far it looks, 1 to <see cref="SlotOutlook.SlotsMax"/> slots.</param>
    /// <param name="budgetNano">Most n¤ that the orders of the slot may cost.</param>
    public SlotOutlook From(long start, int slots, long budgetNano = long.MaxValue)
    {
        var expected = new SlotForecast[slots];
        for (var i = 0; i < slots; i++)
        {
            var at = start + (i * SlotOutlook.SlotSeconds);
            var net = (_generation?.Expect(at) ?? 0) - _load.Expect(at);
            expected[i] = _price == null
                ? SlotForecast.AtTariff(at, net, RetailMicro(at), FeedInMicro(at))
                : SlotForecast.AtPrice(at, net, RetailMicro(at), FeedInMicro(at), _price.Expect(at), TrustBps);
        }

        return new SlotOutlook(expected, LimitWh, budgetNano);
    }
}
