namespace Ledger.Cli.Bench;

/// <summary>Percentiles of a latency in milliseconds.</summary>
public sealed record LatencyMs(double P50, double P95, double P99)
{
    /// <summary>The same in milliseconds, to a hundredth.</summary>
    public static LatencyMs Of(Percentiles latency) =>
        new(Milliseconds(latency.P50), Milliseconds(latency.P95), Milliseconds(latency.P99));

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
