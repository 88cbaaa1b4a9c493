using System.Globalization;

namespace Ledger.Cli.MarketDay;

/// <summary>Starts of slots as people write them. Pure.</summary>
internal static class Times
{
    /// <summary>ISO 8601, UTC, to the minute.</summary>
    public static string Text(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds)
        .ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
