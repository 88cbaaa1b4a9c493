using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <content>Tariffs, seasons, levies and the clock they go by (M20).</content>
public sealed partial class RegistryContract
{
    /// <summary>
    /// Sets what the main grid charges and pays (µ¤/kWh) from a slot on. Tariffs are appended: none that is written
    /// changes any more. A regulator may set any microgrid's, an operator its own organisation's.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator, Roles.Operator)]
    public void SetTariff(CallContext context, string microgrid, long retailMicro, long feedInMicro, long validFromSlot)
    {
        SlotRules.Require(context, validFromSlot);
        var owner = Microgrid(context, microgrid);
        context.Require(owner.Length > 0, "there is no microgrid " + microgrid);
        if (context.Caller.Attribute("role") != Roles.Regulator && context.Caller.Organisation != owner[1])
        {
            context.Deny("microgrid " + microgrid + " is run by " + owner[1]);
        }

        RequireTariff(context, retailMicro, feedInMicro);
        var tariffs = new RecordStore<TariffSchedule>(context, "tariff");
        var key = tariffs.Root.And(microgrid);
        var schedule = tariffs.Find(key) ?? TariffSchedule.Empty();
        context.Require(schedule.Count < TariffSchedule.TariffsMax, "microgrid " + microgrid + " has 1000 tariffs");
        context.Require(
            schedule.Precedes(validFromSlot), "a tariff must begin after the latest one of microgrid " + microgrid);
        tariffs.Put(key, schedule.With(validFromSlot, retailMicro, feedInMicro));
    }

    /// <summary>
    /// Retail price, feed-in price (µ¤/kWh) and first slot of the tariff in force: the first season that holds, else the
    /// microgrid's plain tariff; rejects when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Tariff(CallContext context, string microgrid, long slot)
    {
        var seasons = SeasonsOf(context, microgrid);
        var clock = seasons.Length == 0 ? LocalClock.Utc() : ClockOf(context, microgrid);
        foreach (var season in seasons)
        {
            if (season.Holds(slot, clock))
            {
                return new long[] { season.RetailMicro, season.FeedInMicro, season.ValidFromSlot };
            }
        }

        var tariffs = new RecordStore<TariffSchedule>(context, "tariff");
        var schedule = tariffs.Find(tariffs.Root.And(microgrid)) ?? TariffSchedule.Empty();
        var tariff = schedule.At(slot);
        context.Require(tariff.Length > 0, "microgrid " + microgrid + " has no tariff in slot " + slot);
        return tariff;
    }

    /// <summary>
    /// Adds a regulated tariff that goes before the plain one: from <paramref name="fromMonthDay"/> to <paramref
    /// name="toMonthDay"/> (month times 100 plus day, both included), on a set of weekdays (bits, Monday the lowest; 127
    /// for all), from a minute of the local day to another. Earlier seasons go before later ones.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void AddSeason(
        CallContext context, string microgrid, long validFromSlot, int fromMonthDay, int toMonthDay, int weekdays,
            int fromMinute, int toMinute, long retailMicro, long feedInMicro)
    {
        SlotRules.Require(context, validFromSlot);
        context.Require(Microgrid(context, microgrid).Length > 0, "there is no microgrid " + microgrid);
        context.Require(
            IsMonthDay(fromMonthDay) && IsMonthDay(toMonthDay), "a day of the year is month times 100 plus day");
        context.Require(weekdays is > 0 and <= TariffSeason.AllWeekdays, "weekdays are a set of 1 to 127");
        context.Require(
            fromMinute is >= 0 and < 1_440 && toMinute is >= 0 and <= 1_440, "a minute of the day is 0 to 1440");
        RequireTariff(context, retailMicro, feedInMicro);
        var seasons = SeasonsOf(context, microgrid);
        context.Require(seasons.Length < TariffSeason.SeasonsMax, "microgrid " + microgrid + " has 64 seasons");
        var store = new RecordStore<TariffSeason>(context, "season");
        store.Put(store.Root.And(microgrid).And(seasons.Length), new TariffSeason
        {
            ValidFromSlot = validFromSlot,
            FromMonthDay = fromMonthDay,
            ToMonthDay = toMonthDay,
            Weekdays = weekdays,
            FromMinute = fromMinute,
            ToMinute = toMinute,
            RetailMicro = retailMicro,
            FeedInMicro = feedInMicro,
        });
    }

    /// <summary>
    /// Sets a tax or surcharge by name: µ¤ for each kWh drawn, basis points of what is paid for energy, in a range of
    /// slots, to an account. The same name replaces what was set before, which slots already settled keep.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void SetLevy(
        CallContext context, string microgrid, string name, string account, long energyMicro, long shareBps,
            long fromSlot, long toSlot)
    {
        SlotRules.Require(context, fromSlot);
        SlotRules.Require(context, toSlot);
        Names.RequireIdentifier(context, name, "a levy's name");
        Names.RequireAccount(context, account);
        context.Require(Microgrid(context, microgrid).Length > 0, "there is no microgrid " + microgrid);
        context.Require(energyMicro is >= 0 and <= Bounds.PriceMicroMax, "a levy is 0 to 1000 per kWh");
        context.Require(shareBps is >= 0 and <= 10_000, "a levy is 0 to 10000 basis points");
        context.Require(fromSlot <= toSlot, "the last slot is before the first");
        var store = new RecordStore<LevyRecord>(context, "levy");
        var key = store.Root.And(microgrid).And(name);
        context.Require(
            store.Find(key) != null
                || store.Scan(store.Root.And(microgrid), LevyRecord.LeviesMax).Length < LevyRecord.LeviesMax,
            "microgrid " + microgrid + " has 16 levies");
        store.Put(key, new LevyRecord
        {
            Account = account,
            FromSlot = fromSlot,
            ToSlot = toSlot,
            EnergyMicro = energyMicro,
            ShareBps = shareBps,
        });
    }

    /// <summary>
    /// The levies raised in a slot, by name: count (int), then per levy the receiving account (text), µ¤/kWh and basis
    /// points (longs).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Levies(CallContext context, string microgrid, long slot)
    {
        var store = new RecordStore<LevyRecord>(context, "levy");
        var raised = new List<LevyRecord>();
        foreach (var levy in store.Scan(store.Root.And(microgrid), LevyRecord.LeviesMax))
        {
            if (levy.FromSlot <= slot && slot <= levy.ToSlot)
            {
                raised.Add(levy);
            }
        }

        var writer = new RecordWriter().Int(raised.Count);
        foreach (var levy in raised)
        {
            writer.Text(levy.Account).Long(levy.EnergyMicro).Long(levy.ShareBps);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Sets the changes of a microgrid's clock: moments (seconds since 1970-01-01 UTC, ascending, on the grid of slots)
    /// and the offset to UTC from each on (seconds, whole quarters of an hour, less than a day).
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void SetClock(CallContext context, string microgrid, long[] fromSecond, long[] offsetSeconds)
    {
        context.Require(Microgrid(context, microgrid).Length > 0, "there is no microgrid " + microgrid);
        context.Require(
            fromSecond.Length == offsetSeconds.Length && fromSecond.Length <= LocalClock.ChangesMax,
            "a clock has at most 1000 changes, each with its offset");
        for (var i = 0; i < fromSecond.Length; i++)
        {
            SlotRules.Require(context, fromSecond[i]);
            context.Require(i == 0 || fromSecond[i - 1] < fromSecond[i], "the changes of a clock ascend");
            context.Require(
                offsetSeconds[i] is > -86_400 and < 86_400 && offsetSeconds[i] % Slot.LengthSeconds == 0,
                "an offset is whole quarters of an hour, less than a day");
        }

        var clocks = new RecordStore<LocalClock>(context, "clock");
        clocks.Put(clocks.Root.And(microgrid), new LocalClock(fromSecond, offsetSeconds));
    }

    /// <summary>
    /// First slot and number of slots of a local day (days since 1970-01-01): 96, or 92 or 100 when the clock changes.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] DaySlots(CallContext context, string microgrid, long day)
    {
        context.Require(day is >= 1 and <= SlotRules.StartMax / 86_400, "a day is one of 1970 to 9999");
        return ClockOf(context, microgrid).SlotsOf(day);
    }

    private static LocalClock ClockOf(CallContext context, string microgrid)
    {
        var clocks = new RecordStore<LocalClock>(context, "clock");
        return clocks.Find(clocks.Root.And(microgrid)) ?? LocalClock.Utc();
    }

    private static TariffSeason[] SeasonsOf(CallContext context, string microgrid)
    {
        var store = new RecordStore<TariffSeason>(context, "season");
        return store.Scan(store.Root.And(microgrid), TariffSeason.SeasonsMax);
    }

    private static bool IsMonthDay(int value) => value / 100 is >= 1 and <= 12 && value % 100 is >= 1 and <= 31;

    private static void RequireTariff(CallContext context, long retailMicro, long feedInMicro)
    {
        context.Require(retailMicro >= feedInMicro, "the retail price is below the feed-in price");
        context.Require(
            retailMicro <= Bounds.PriceMicroMax && feedInMicro >= -Bounds.PriceMicroMax,
            "a price is at most 1000 per kWh, up or down");
    }
}
