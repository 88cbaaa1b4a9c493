using System.Globalization;

namespace Ledger.Simulation;

/// <summary>Seeds from the first to the last, both included.</summary>
internal readonly record struct SeedRange(ulong First, ulong Last)
{
    /// <summary>How many.</summary>
    public ulong Count => Last - First + 1;

    /// <summary>Reads <c>A..B</c>.</summary>
    /// <returns>Null when it is anything else, or empty.</returns>
    public static SeedRange? TryParse(string text)
    {
        var parts = text.Split("..");
        return parts.Length == 2 &&
            ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) &&
            ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) &&
            first <= last && last - first < uint.MaxValue
            ? new SeedRange(first, last)
            : null;
    }
}
