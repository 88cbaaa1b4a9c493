using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Tests.Demo;

public sealed class DeviceTests
{
    [Theory]
    [InlineData(100, 200, 150)]
    [InlineData(101, 200, 150)]
    [InlineData(0, 0, 0)]
    public void A_forecast_is_half_yesterday_and_half_the_last_slot(long yesterday, long last, long expected) =>
        Assert.Equal(expected, Forecast.NextWh(yesterday, last));

    [Fact]
    public void A_battery_loses_a_tenth_of_what_it_takes()
    {
        var battery = new Battery(0);

        battery.Move(-1_000);
        Assert.Equal(900, battery.StoredWh);
        battery.Move(900);
        Assert.Equal(0, battery.StoredWh);
    }

    [Fact]
    public void A_battery_takes_and_gives_no_more_than_its_power()
    {
        var battery = new Battery(3_200);

        Assert.Equal(1_250, battery.ChargeableWh);
        Assert.Equal(1_250, battery.DischargeableWh);
        Assert.Throws<ArgumentOutOfRangeException>(() => battery.Move(1_251));
        Assert.Throws<ArgumentOutOfRangeException>(() => battery.Move(-1_251));
        Assert.Equal(3_200, battery.StoredWh);
    }

    [Fact]
    public void A_battery_is_never_fuller_than_full_nor_emptier_than_empty()
    {
        for (var stored = 0L; stored <= Battery.CapacityWh; stored++)
        {
            var full = new Battery(stored);
            full.Move(-full.ChargeableWh);
            var empty = new Battery(stored);
            empty.Move(empty.DischargeableWh);

            Assert.InRange(full.StoredWh, stored, Battery.CapacityWh);
            Assert.InRange(empty.StoredWh, 0, stored);
        }
    }

    [Fact]
    public void A_vehicle_gets_its_energy_at_night_where_the_home_needs_least()
    {
        var load = Enumerable.Range(0, 96).Select(s => s is >= 4 and < 11 ? 10L : 500L).ToArray();

        var plan = ElectricVehicle.Plan(load);

        Assert.Equal(ElectricVehicle.DayWh, plan.Sum());
        Assert.All(Enumerable.Range(4, 6), s => Assert.Equal(ElectricVehicle.SlotWhMax, plan[s]));
        Assert.Equal(ElectricVehicle.DayWh - (6 * ElectricVehicle.SlotWhMax), plan[10]);
    }

    [Fact]
    public void A_vehicle_takes_nothing_while_it_is_away()
    {
        // The middle of the day would be cheapest; the vehicle is not there.
        var load = Enumerable.Range(0, 96).Select(s => s is >= 24 and < 88 ? 0L : 1_000L).ToArray();

        var plan = ElectricVehicle.Plan(load);

        Assert.Equal(ElectricVehicle.DayWh, plan.Sum());
        Assert.All(Enumerable.Range(24, 64), s => Assert.Equal(0, plan[s]));
    }

    [Theory]
    [InlineData(1, HouseKind.PvBattery, "pv-battery")]
    [InlineData(5, HouseKind.PvBattery, "pv-battery")]
    [InlineData(6, HouseKind.PvVehicle, "pv-ev")]
    [InlineData(8, HouseKind.PvVehicle, "pv-ev")]
    [InlineData(9, HouseKind.Pv, "pv")]
    [InlineData(17, HouseKind.Pv, "pv")]
    public void The_first_homes_have_batteries_and_the_next_vehicles(int home, HouseKind kind, string assetType)
    {
        Assert.Equal(kind, HouseKinds.Of(home));
        Assert.Equal(assetType, HouseKinds.AssetType(kind));
    }
}
