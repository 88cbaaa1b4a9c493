using System.Globalization;

namespace Ledger.Grpc.Wire;

/// <summary>The header grpc-timeout: 1 to 8 digits and a unit of H M S m u n.</summary>
internal static class GrpcTimeout
{
    private const int DigitsMax = 8;
    private const long ValueMax = 99_999_999;

    /// <summary>Reads a timeout. One that a TimeSpan cannot hold counts as for ever.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > DigitsMax + 1)
            return false;
        if (!long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return false;

        Int128 ticks;
        switch (text[^1])
        {
            case 'H': ticks = (Int128)value * TimeSpan.TicksPerHour; break;
            case 'M': ticks = (Int128)value * TimeSpan.TicksPerMinute; break;
            case 'S': ticks = (Int128)value * TimeSpan.TicksPerSecond; break;
            case 'm': ticks = (Int128)value * TimeSpan.TicksPerMillisecond; break;
            case 'u': ticks = (Int128)value * TimeSpan.TicksPerMicrosecond; break;

            // A tick is 100 ns. Rounding up keeps a positive timeout positive.
            case 'n': ticks = ((Int128)value + 99) / 100; break;
            default: return false;
        }

        timeout = ticks > long.MaxValue ? TimeSpan.MaxValue : new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>Writes a timeout in the finest unit that holds it, rounded up; not positive counts as 1 ns.</summary>
    public static string Encode(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "1n";
        long ticks = timeout.Ticks;
        if (ticks <= ValueMax / 100)
            return Format(ticks * 100, 'n');
        if (CeilingDivide(ticks, TimeSpan.TicksPerMicrosecond) <= ValueMax)
            return Format(CeilingDivide(ticks, TimeSpan.TicksPerMicrosecond), 'u');
        if (CeilingDivide(ticks, TimeSpan.TicksPerMillisecond) <= ValueMax)
            return Format(CeilingDivide(ticks, TimeSpan.TicksPerMillisecond), 'm');
        if (CeilingDivide(ticks, TimeSpan.TicksPerSecond) <= ValueMax)
            return Format(CeilingDivide(ticks, TimeSpan.TicksPerSecond), 'S');
        if (CeilingDivide(ticks, TimeSpan.TicksPerMinute) <= ValueMax)
            return Format(CeilingDivide(ticks, TimeSpan.TicksPerMinute), 'M');
        return Format(CeilingDivide(ticks, TimeSpan.TicksPerHour), 'H');
    }

    private static long CeilingDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor == 0 ? quotient : quotient + 1;
    }

    private static string Format(long value, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
