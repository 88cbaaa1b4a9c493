using Ledger.Cli.Demo.Data;

namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// A home as its own device sees it: it plans a slot from its forecast, then lives through it with what really came.
/// The battery charges from expected surplus, gives into expected deficit, and keeps to its plan; so the deviation that
/// is settled is the forecast's error. Slots are planned and lived through in turn. Not thread safe.
/// </summary>
public sealed class House
{
    /// <summary>Power of the connection, 3 x 25 A at 230 V, in W: bounds every reading and order.</summary>
    public const long ConnectionW = 17_250;

    private readonly HomeProfiles _profiles;
    private readonly Battery? _battery;
    private readonly long[] _vehicle;
    private SlotPlan? _planned;

    /// <summary>A home before its first slot; a battery is half full.</summary>
    /// <param name="number">1 to <see cref="HomeProfiles.HomesMax"/>.</param>
    /// <param name="profiles">What really came.</param>
    public House(int number, HomeProfiles profiles)
    {
        Number = number;
        Kind = HouseKinds.Of(number);
        _profiles = profiles;
        _battery = Kind == HouseKind.PvBattery ? new Battery(Battery.CapacityWh / 2) : null;
        _vehicle = Kind == HouseKind.PvVehicle ? ElectricVehicle.Plan(Yesterday()) : new long[HomeProfiles.SlotsPerDay];
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
        var load = Expected(_profiles.LoadWh, slot);
        var pv = Expected(_profiles.PvWh, slot);
        var surplus = pv - load - _vehicle[slot];
        var battery = _battery == null ? 0
            : surplus > 0 ? -Math.Min(surplus, _battery.ChargeableWh)
            : Math.Min(-surplus, _battery.DischargeableWh);
        return _planned = new SlotPlan(slot, load, pv, _vehicle[slot], battery);
    }

    /// <summary>Lives through the slot that was planned last and reads the meter at its end.</summary>
    /// <exception cref="InvalidOperationException">No slot was planned, or it is over.</exception>
    public MeterReading Live()
    {
        var plan = _planned ?? throw new InvalidOperationException("a slot is planned before it is lived through");
        _planned = null;
        _battery?.Move(plan.BatteryWh);
        return MeterReading.OfNet(
            _profiles.PvWh(Number, plan.Slot) + plan.BatteryWh - _profiles.LoadWh(Number, plan.Slot) - plan.VehicleWh);
    }

    private long Expected(Func<int, int, long> series, int slot) => Forecast.NextWh(
        series(Number, slot - HomeProfiles.SlotsPerDay), series(Number, slot - 1));

    private long[] Yesterday() =>
    [
        .. Enumerable.Range(-HomeProfiles.SlotsPerDay, HomeProfiles.SlotsPerDay)
            .Select(s => _profiles.LoadWh(Number, s)),
    ];
}
