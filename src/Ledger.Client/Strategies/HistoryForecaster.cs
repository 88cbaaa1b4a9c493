namespace Ledger.Client.Strategies;

/// <summary>
/// Expects what the same quarter of an hour brought on the last days of the same kind, later days counting more, and
/// that a part of the last slot's error persists: today's weather and habits. The similar-day method with a
/// first-order correction of its residual (Hong and Fan, <i>Probabilistic electric load forecasting</i>, Int. J. of
/// Forecasting 2016). Whole numbers only. Not thread safe.
/// </summary>
public sealed class HistoryForecaster : ISlotForecaster
{
    private const int QuartersOfDay = 96;
    private const int DayTypes = 3;
    private const long One = 10_000;

    /// <summary>Weights carry this much more precision than basis points.</summary>
    private const long WeightOfNewest = 1_000_000_000;

    private readonly DayCalendar _calendar;
    private readonly HistoryForecastOptions _options;
    private readonly ISlotForecaster? _fallback;

    /// <summary>The newest value last, at most the options' days; by kind of day, then quarter.</summary>
    private readonly List<long>[] _values = new List<long>[DayTypes * QuartersOfDay];

    private long? _lastStart;
    private long _lastError;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="calendar">Places slots on days.</param>
    /// <param name="options">How the past counts; null for the defaults.</param>
    /// <param name="fallback">
    /// Asked for quarters of which no kind of day has a value; without one, the options' least value is expected.
    /// </param>
    public HistoryForecaster(
        DayCalendar calendar, HistoryForecastOptions? options = null, ISlotForecaster? fallback = null)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        _calendar = calendar;
        _options = options ?? new HistoryForecastOptions();
        _options.Validate();
        _fallback = fallback;
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = [];
        }
    }

    /// <summary>Tells what a slot brought.</summary>
    /// <param name="start">Start of the slot; later than that of any slot told before.</param>
    /// <param name="value">Wh, or µ¤/kWh; at most 10^9 up or down.</param>
    public void Observe(long start, long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -1_000_000_000);
        if (_lastStart is { } last)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(start, last);
        }

        var slot = _calendar.Place(start);
        _lastError = IsKnown(slot) ? value - Usual(start, slot) : 0;
        _lastStart = start;
        var values = ValuesOf(slot.DayType, slot.Quarter);
        values.Add(value);
        if (values.Count > _options.Days)
        {
            values.RemoveAt(0);
        }
    }

    /// <inheritdoc/>
    public long Expect(long start)
    {
        var usual = Usual(start, _calendar.Place(start));
        return Math.Max(_options.Least, usual + PersistingError(start));
    }

    private static DayType[] Nearest(DayType type) => type switch
    {
        DayType.Workday => [DayType.Workday, DayType.Saturday, DayType.Sunday],
        DayType.Saturday => [DayType.Saturday, DayType.Sunday, DayType.Workday],
        _ => [DayType.Sunday, DayType.Saturday, DayType.Workday],
    };

    private List<long> ValuesOf(DayType type, int quarter) => _values[((int)type * QuartersOfDay) + quarter];

    private bool IsKnown(LocalSlot slot) =>
        _fallback != null || Nearest(slot.DayType).Any(t => ValuesOf(t, slot.Quarter).Count > 0);

    /// <summary>The weighted mean over days of the same kind, else of the kind most like it, else the fallback.</summary>
    private long Usual(long start, LocalSlot slot)
    {
        foreach (var type in Nearest(slot.DayType))
        {
            var values = ValuesOf(type, slot.Quarter);
            if (values.Count > 0)
            {
                return WeightedMean(values);
            }
        }

        return _fallback?.Expect(start) ?? _options.Least;
    }

    private long WeightedMean(List<long> values)
    {
        Int128 sum = 0;
        Int128 weights = 0;
        var weight = WeightOfNewest;
        for (var i = values.Count - 1; i >= 0; i--)
        {
            sum += (Int128)values[i] * weight;
            weights += weight;
            weight = Math.Max(1, weight * _options.DecayBps / One);
        }

        return (long)Math128.FloorDivide(sum, weights);
    }

    private long PersistingError(long start)
    {
        if (_lastStart is not { } last || start <= last)
        {
            return 0;
        }

        var error = _lastError;
        for (var at = last; at < start && error != 0; at += SlotOutlook.SlotSeconds)
        {
            error = error * _options.PersistenceBps / One;
        }

        return error;
    }
}
