namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// A device's expectation for the next slot. Persistence in two forms, half each: what yesterday brought at this time
/// (the shape of the day), and what the last metered slot brought (today's weather and habits). Pure.
/// </summary>
public static class Forecast
{
    /// <summary>Expected Wh, rounded down; both inputs are Wh of a slot and not negative.</summary>
    public static long NextWh(long yesterdayWh, long lastMeteredWh) => (yesterdayWh + lastMeteredWh) / 2;
}
