using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// A regulated tariff that holds in a season, on some weekdays, at some hours of local time (M20). Immutable.
/// </summary>
public sealed class TariffSeason : IRecord<TariffSeason>
{
    /// <summary>Most seasons of a microgrid.</summary>
    public const int SeasonsMax = 64;

    /// <summary>All weekdays as a set of bits, Monday the lowest.</summary>
    public const int AllWeekdays = 127;

    /// <summary>First slot in which it is in force.</summary>
    public required long ValidFromSlot { get; init; }

    /// <summary>First day of the season, month times 100 plus day.</summary>
    public required int FromMonthDay { get; init; }

    /// <summary>Last day; before the first one when the season goes over the turn of the year.</summary>
    public required int ToMonthDay { get; init; }

    /// <summary>Set of weekdays.</summary>
    public required int Weekdays { get; init; }

    /// <summary>First minute of the local day.</summary>
    public required int FromMinute { get; init; }

    /// <summary>Minute at which it ends; not after the first one when it goes over midnight.</summary>
    public required int ToMinute { get; init; }

    /// <summary>What the main grid charges, µ¤/kWh.</summary>
    public required long RetailMicro { get; init; }

    /// <summary>What the main grid pays, µ¤/kWh.</summary>
    public required long FeedInMicro { get; init; }

    /// <inheritdoc/>
    public static TariffSeason Decode(RecordReader reader)
    {
        reader.Int();
        return new TariffSeason
        {
            ValidFromSlot = reader.Long(),
            FromMonthDay = reader.Int(),
            ToMonthDay = reader.Int(),
            Weekdays = reader.Int(),
            FromMinute = reader.Int(),
            ToMinute = reader.Int(),
            RetailMicro = reader.Long(),
            FeedInMicro = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Long(ValidFromSlot)
        .Int(FromMonthDay)
        .Int(ToMonthDay)
        .Int(Weekdays)
        .Int(FromMinute)
        .Int(ToMinute)
        .Long(RetailMicro)
        .Long(FeedInMicro);

    /// <summary>Whether it holds in a slot, by the microgrid's clock.</summary>
    public bool Holds(long slot, LocalClock clock)
    {
        if (slot < ValidFromSlot)
        {
            return false;
        }

        var day = clock.DayOf(slot);
        var monthDay = LocalClock.MonthDay(day);
        var minute = clock.MinuteOf(slot);
        var isSeason = FromMonthDay <= ToMonthDay
            ? monthDay >= FromMonthDay && monthDay <= ToMonthDay
            : monthDay >= FromMonthDay || monthDay <= ToMonthDay;
        var isTime = FromMinute < ToMinute
            ? minute >= FromMinute && minute < ToMinute
            : minute >= FromMinute || minute < ToMinute;
        return isSeason && isTime && ((Weekdays >> LocalClock.Weekday(day)) & 1) == 1;
    }
}
