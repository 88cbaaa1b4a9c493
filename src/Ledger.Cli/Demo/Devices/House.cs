using Ledger.Cli.Demo.Data;
using Ledger.Client.Strategies;

namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// A home as its own device sees it: it plans a slot from its forecasts, then lives through it with what really came.
/// Battery and vehicle follow the plans of the client's strategies and keep to them; so the deviation that is settled is
/// the forecast's error. Slots are planned and lived through in turn. Not thread safe.
/// </summary>
public sealed class House
{
    /// <summary>Power of the connection, 3 x 25 A at 230 V, in W: bounds every reading and order.</summary>
    public const long ConnectionW = 17_250;

    /// <summary>What a battery holds, in Wh; the data set's figure.</summary>
    public const long BatteryWh = 6_400;

    /// <summary>What a battery takes or gives in a slot: 5 kW for 15 minutes; the data set's figure.</summary>
    public const long BatterySlotWhMax = 5_000 / 4;

    /// <summary>What a vehicle takes in a slot: 7.36 kW (32 A, one phase) for 15 minutes.</summary>
    public const long VehicleSlotWhMax = 7_360 / 4;

    /// <summary>
    /// What a vehicle takes in the replayed day: about 65 km, assumed, for the data set has none. The day has the end of
    /// one night, until 06:00, and the beginning of the next, from 22:00; each gets its share of the eight hours.
    /// </summary>
    public const long VehicleDayWh = 12_000;

    /// <summary>The market is small, so a home counts on half of what it could gain there.</summary>
    private const int TrustBps = 5_000;

    private const int BatteryLevels = 65;
    private const int GoneFrom = 24;
    private const int PluggedInFrom = 88;
    private const int QuartersPerHour = 4;

    private readonly HomeProfiles _profiles;
    private readonly long _scale;
    private readonly HistoryForecaster _load;
    private readonly HistoryForecaster _pv;
    private readonly HistoryForecaster _price;
    private readonly OutlookSource _outlook;
    private readonly HomeStrategy _strategy;
    private readonly BatteryArbitrage? _battery;
    private readonly VehicleByDeparture? _vehicle;
    private SlotPlan? _planned;

    /// <summary>A home before its first slot; a battery is half full.</summary>
    /// <param name="number">1 to <see cref="HomeProfiles.HomesMax"/>.</param>
    /// <param name="profiles">What really came.</param>
    /// <param name="scale">How many homes like it this one stands for; everything is as many times as large.</param>
    public House(int number, HomeProfiles profiles, long scale = 1)
    {
        Number = number;
        Kind = HouseKinds.Of(number);
        _profiles = profiles;
        _scale = scale;
        var calendar = new DayCalendar(TimeZoneInfo.Utc);
        _load = new HistoryForecaster(calendar);
        _pv = new HistoryForecaster(calendar);
        _price = new HistoryForecaster(calendar, fallback: new PriceBySun(_load, _pv, Tariff.Demo));
        for (var slot = -HomeProfiles.SlotsPerDay; slot < 0; slot++)
        {
            Observe(slot);
        }

        _outlook = new OutlookSource(_load, _pv, _price)
        {
            RetailMicro = _ => Tariff.Demo.RetailMicro,
            FeedInMicro = _ => Tariff.Demo.FeedInMicro,
            LimitWh = ConnectionW / QuartersPerHour * scale,
            TrustBps = TrustBps,
        };
        _battery = Kind == HouseKind.PvBattery
            ? new BatteryArbitrage(BatteryOf(scale), BatteryWh / 2 * scale, Tariff.Demo.FeedInMicro, BatteryLevels)
            : null;
        _vehicle = Kind == HouseKind.PvVehicle ? new VehicleByDeparture(VehicleSlotWhMax * scale) : null;
        IBidStrategy net = number % 4 == 0 ? new ZeroIntelligence((ulong)number) : new Truthful();
        _strategy = new HomeStrategy(
            net, [.. new IFlexibleStrategy?[] { _vehicle, _battery }.OfType<IFlexibleStrategy>()]);
    }

    /// <summary>Number of the home, from 1.</summary>
    public int Number { get; }

    /// <summary>What it has.</summary>
    public HouseKind Kind { get; }

    /// <summary>What its battery holds, in Wh; 0 without one.</summary>
    public long StoredWh => _battery?.StoredWh ?? 0;

    /// <summary>Plans a slot.</summary>
    public SlotPlan Plan(int slot)
    {
        var start = SlotSchedule.StartOf(slot);
        PlugIn(slot, start);

        // Without anything to control the slots behind this one do not matter.
        var ahead = Kind == HouseKind.Pv ? 1 : HomeProfiles.SlotsPerDay;
        var decision = _strategy.Decide(_outlook.From(start, ahead));
        StrategyOrder? order = decision.Orders.Count == 0 ? null : decision.Orders[0];
        return _planned = new SlotPlan(slot, _load.Expect(start), _pv.Expect(start), decision.DrawWh, order);
    }

    /// <summary>Lives through the slot that was planned last and reads the meter at its end.</summary>
    /// <exception cref="InvalidOperationException">No slot was planned, or it is over.</exception>
    public MeterReading Live()
    {
        var plan = _planned ?? throw new InvalidOperationException("a slot is planned before it is lived through");
        _planned = null;
        var draw = _strategy.Deliver(0, 0);
        Observe(plan.Slot);
        return MeterReading.OfNet(
            (_scale * (_profiles.PvWh(Number, plan.Slot) - _profiles.LoadWh(Number, plan.Slot))) - draw);
    }

    /// <summary>Hears the market's price of a slot, each later than the one before.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priceMicro">µ¤/kWh.</param>
    public void Hear(int slot, long priceMicro) => _price.Observe(SlotSchedule.StartOf(slot), priceMicro);

    private static BatteryLimits BatteryOf(long scale) => new()
    {
        CapacityWh = BatteryWh * scale,
        ChargeSlotWhMax = BatterySlotWhMax * scale,
        DischargeSlotWhMax = BatterySlotWhMax * scale,

        // 0.90 round trip, the data set's figure; all losses are counted when it charges.
        ChargeEfficiencyBps = 9_000,
    };

    private void PlugIn(int slot, long start)
    {
        const long NightSlots = GoneFrom + HomeProfiles.SlotsPerDay - PluggedInFrom;
        var slots = slot == 0 ? GoneFrom : slot == PluggedInFrom ? HomeProfiles.SlotsPerDay - PluggedInFrom : 0;
        if (slots > 0)
        {
            _vehicle?.PlugIn(
                VehicleDayWh * _scale * slots / NightSlots, start + (slots * SlotOutlook.SlotSeconds));
        }
    }

    private void Observe(int slot)
    {
        var start = SlotSchedule.StartOf(slot);
        _load.Observe(start, _scale * _profiles.LoadWh(Number, slot));
        _pv.Observe(start, _scale * _profiles.PvWh(Number, slot));
    }
}
