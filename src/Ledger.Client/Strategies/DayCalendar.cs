namespace Ledger.Client.Strategies;

/// <summary>Places slots on local days of three kinds. Immutable, thread safe.</summary>
public sealed class DayCalendar
{
    private readonly TimeZoneInfo _zone;
    private readonly HashSet<DateOnly> _holidays;

    /// <summary>A calendar.</summary>
    /// <param name="zone">The local clock.</param>
    /// <param name="holidays">Public holidays, which count as Sundays.</param>
    public DayCalendar(TimeZoneInfo zone, IEnumerable<DateOnly>? holidays = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        _zone = zone;
        _holidays = [.. holidays ?? []];
    }

    /// <summary>Where a slot lies.</summary>
    /// <param name="start">Seconds since 1970-01-01 UTC.</param>
    public LocalSlot Place(long start)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(start), _zone);
        var date = DateOnly.FromDateTime(local.DateTime);
        return new LocalSlot(date, (local.Hour * 4) + (local.Minute / 15), TypeOf(date));
    }

    /// <summary>The kind of a day.</summary>
    public DayType TypeOf(DateOnly date) =>
        _holidays.Contains(date) || date.DayOfWeek == DayOfWeek.Sunday ? DayType.Sunday
        : date.DayOfWeek == DayOfWeek.Saturday ? DayType.Saturday
        : DayType.Workday;
}
