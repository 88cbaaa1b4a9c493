namespace Ledger.Cli;

/// <summary>Where a set of times lies. Immutable.</summary>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record Percentiles(TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    /// <summary>By nearest rank, without interpolation; all 0 for an empty set.</summary>
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return new Percentiles(Rank(sorted, 50), Rank(sorted, 95), Rank(sorted, 99));
    }

    private static TimeSpan Rank(TimeSpan[] sorted, int percent)
    {
        // The smallest value that so many hundredths do not exceed: place ceil(n * percent / 100), counted from 1.
        var place = ((sorted.Length * percent) + 99) / 100;
        return sorted.Length == 0 ? TimeSpan.Zero : sorted[Math.Max(place, 1) - 1];
    }
}
