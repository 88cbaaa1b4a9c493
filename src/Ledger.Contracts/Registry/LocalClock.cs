using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// What the clocks of a microgrid show: offsets to UTC as columns, ascending by the moment from which they hold. A day of
/// local time has 96 quarters of an hour, 92 or 100 when the clock is changed. Immutable.
/// </summary>
public sealed class LocalClock : IRecord<LocalClock>
{
    /// <summary>Most changes of the clock.</summary>
    public const int ChangesMax = 1_000;

    private const long SecondsPerDay = 86_400;

    private readonly long[] _fromSecond;
    private readonly long[] _offset;

    /// <summary>Names both columns, which must not change any more.</summary>
    public LocalClock(long[] fromSecond, long[] offsetSeconds)
    {
        _fromSecond = fromSecond;
        _offset = offsetSeconds;
    }

    /// <summary>UTC all the time.</summary>
    public static LocalClock Utc() => new(new long[0], new long[0]);

    /// <inheritdoc/>
    public static LocalClock Decode(RecordReader reader)
    {
        reader.Int();
        return new LocalClock(reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Longs(_fromSecond).Longs(_offset);

    /// <summary>Local seconds since 1970-01-01 at a moment of UTC.</summary>
    public long LocalSecond(long second)
    {
        var i = _fromSecond.Length - 1;
        while (i >= 0 && _fromSecond[i] > second)
        {
            i--;
        }

        return second + (i < 0 ? 0 : _offset[i]);
    }

    /// <summary>Local day of a moment, in days since 1970-01-01.</summary>
    public long DayOf(long second) => FloorDivide(LocalSecond(second), SecondsPerDay);

    /// <summary>Month (1 to 12) times 100 plus day of the month of a local day, by the Gregorian calendar.</summary>
    public static int MonthDay(long day)
    {
        // Counted in 400-year eras that begin on 1 March, so that the leap day is the last of its year.
        var shifted = day + 719_468;
        var era = FloorDivide(shifted, 146_097);
        var ofEra = shifted - (era * 146_097);
        var year = (ofEra - (ofEra / 1_460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        var ofYear = ofEra - ((365 * year) + (year / 4) - (year / 100));
        var month = ((5 * ofYear) + 2) / 153;
        var dayOfMonth = ofYear - (((153 * month) + 2) / 5) + 1;
        return (int)(((month < 10 ? month + 3 : month - 9) * 100) + dayOfMonth);
    }

    /// <summary>0 for Monday to 6 for Sunday.</summary>
    public static int Weekday(long day)
    {
        var rest = (day + 3) % 7;
        return (int)(rest < 0 ? rest + 7 : rest);
    }

    /// <summary>First slot and number of slots of a local day: 96, or 92 or 100 around a change of the clock.</summary>
    public long[] SlotsOf(long day)
    {
        // The offset is less than a day, so the day lies within one day before and after its UTC namesake.
        long first = -1;
        long count = 0;
        for (var slot = (day - 1) * SecondsPerDay; slot < (day + 2) * SecondsPerDay; slot += Slot.LengthSeconds)
        {
            if (DayOf(slot) == day)
            {
                first = first < 0 ? slot : first;
                count++;
            }
        }

        return new long[] { first, count };
    }

    /// <summary>Minute of the local day.</summary>
    public int MinuteOf(long second) => (int)((LocalSecond(second) - (DayOf(second) * SecondsPerDay)) / 60);

    private static long FloorDivide(long value, long divisor)
    {
        var quotient = value / divisor;
        return value < 0 && quotient * divisor != value ? quotient - 1 : quotient;
    }
}
