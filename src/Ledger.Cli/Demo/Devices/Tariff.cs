namespace Ledger.Cli.Demo.Devices;

/// <summary>What the main grid asks and pays, in µ¤/kWh.</summary>
/// <param name="RetailMicro">Asked for a kWh.</param>
/// <param name="FeedInMicro">Paid for a kWh; not above <paramref name="RetailMicro"/>.</param>
public readonly record struct Tariff(long RetailMicro, long FeedInMicro)
{
    /// <summary>The demo's tariff: 0.30 and 0.08 ¤/kWh.</summary>
    public static Tariff Demo => new(300_000, 80_000);
}
