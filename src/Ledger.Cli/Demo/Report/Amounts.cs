using System.Globalization;

namespace Ledger.Cli.Demo.Report;

/// <summary>Exact amounts as people read them. Pure.</summary>
public static class Amounts
{
    /// <summary>n¤ as ¤ with three decimals.</summary>
    public static string Money(long nano) =>
        ((decimal)nano / 1_000_000_000m).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Wh as kWh with three decimals, which is exact.</summary>
    public static string Energy(long wattHours) =>
        ((decimal)wattHours / 1_000m).ToString("#,0.000", CultureInfo.InvariantCulture);

    /// <summary>µ¤/kWh as ¤/kWh with three decimals.</summary>
    public static string Price(long micro) =>
        ((decimal)micro / 1_000_000m).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A count with separators.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A time in milliseconds with one decimal.</summary>
    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>A time in seconds with one decimal.</summary>
    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
