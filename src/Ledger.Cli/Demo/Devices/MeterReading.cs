namespace Ledger.Cli.Demo.Devices;

/// <summary>What a meter counted in a slot; one of the two is 0.</summary>
/// <param name="ImportWh">Taken from the grid.</param>
/// <param name="ExportWh">Fed into the grid.</param>
public readonly record struct MeterReading(long ImportWh, long ExportWh)
{
    /// <summary>The reading of a slot with this much export (negative: import).</summary>
    public static MeterReading OfNet(long netWh) => netWh < 0 ? new(-netWh, 0) : new(0, netWh);
}
