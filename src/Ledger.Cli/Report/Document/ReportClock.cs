using System.Globalization;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// What the clocks of a microgrid show: offsets to UTC from moments on, as the registry keeps them, and UTC before the first.
/// A local day has 96 slots, or 92 or 100 when the clocks change. Immutable.
/// </summary>
/// <param name="FromSecond">Moments, ascending, in seconds since 1970-01-01 UTC.</param>
/// <param name="OffsetSecond">What is added to UTC from each on, in seconds.</param>
internal sealed record ReportClock(IReadOnlyList<long> FromSecond, IReadOnlyList<long> OffsetSecond)
{
    /// <summary>First second of the year 1, and the last of the year 9999, less a day for any offset.</summary>
    private const long SecondMin = -62_135_510_400;
    private const long SecondMax = 253_402_214_400;

    /// <summary>UTC all the time.</summary>
    public static ReportClock Utc { get; } = new([], []);

    /// <summary>Seconds that are added to UTC at a moment.</summary>
    public long OffsetAt(long second)
    {
        var i = FromSecond.Count - 1;
        while (i >= 0 && FromSecond[i] > second)
        {
            i--;
        }

        return i < 0 ? 0 : OffsetSecond[i];
    }

    /// <summary>A moment by ISO 8601 in local time with its offset, such as <c>2026-03-29T03:00:00+02:00</c>.</summary>
    public string Iso(long second) => Local(second).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Zone(second);

    /// <summary>The same to the millisecond.</summary>
    public string IsoMilliseconds(long milliseconds)
    {
        var second = Math.DivRem(milliseconds, 1000, out var rest);
        return Local(second).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) +
            string.Create(CultureInfo.InvariantCulture, $".{Math.Abs(rest):000}") + Zone(second);
    }

    /// <summary>For people: day and minute, with the offset, since an hour may come twice.</summary>
    public string Minute(long second) => Local(second).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + Zone(second);

    /// <summary>For the axis of a chart: hour and minute.</summary>
    public string Hour(long second) => Local(second).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day in local time.</summary>
    public string Day(long second) => Local(second).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The moment at which a local day begins.</summary>
    public long StartOf(DateOnly day)
    {
        var local = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

        // An offset is less than a day. Where the clocks go back over midnight the first of two moments counts.
        long? best = null;
        foreach (var offset in OffsetSecond.Append(0L).Distinct())
        {
            var moment = local - offset;
            if (OffsetAt(moment) == offset && (best == null || moment < best))
            {
                best = moment;
            }
        }

        // Clocks that skip midnight show the day first at the change.
        return best ?? FromSecond.First(second => second + OffsetAt(second) >= local);
    }

    private DateTimeOffset Local(long second) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(second, SecondMin, SecondMax) + OffsetAt(second));

    private string Zone(long second)
    {
        var offset = OffsetAt(second);
        var minutes = Math.Abs(offset) / 60;
        return string.Create(CultureInfo.InvariantCulture, $"{(offset < 0 ? '-' : '+')}{minutes / 60:00}:{minutes % 60:00}");
    }
}
