namespace Ledger.Cli.Bench;

/// <summary>Percentiles of a latency in milliseconds.</summary>
public sealed record LatencyMs(double P50, double P95, double P99)
{
    /// <summary>From samples in ascending order; zeros when there are none.</summary>
    public static LatencyMs Of(IReadOnlyList<double> sorted) => new(At(sorted, 50), At(sorted, 95), At(sorted, 99));

    private static double At(IReadOnlyList<double> sorted, int percent) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)], 2);
}
