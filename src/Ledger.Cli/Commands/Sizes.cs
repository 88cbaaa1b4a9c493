using System.Globalization;

namespace Ledger.Cli.Commands;

/// <summary>Sizes for people.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    /// <summary>Bytes in decimal units with one digit behind the point, such as <c>12.5 MB</c>.</summary>
    public static string Text(ulong bytes)
    {
        if (bytes < 1000)
        {
            return $"{bytes} bytes";
        }

        var (value, unit) = (bytes / 1000m, 0);
        while (value >= 1000 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1000, unit + 1);
        }

        return value.ToString("0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
