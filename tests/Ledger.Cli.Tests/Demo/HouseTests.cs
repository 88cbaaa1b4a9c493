using Ledger.Cli.Demo.Data;
using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Tests.Demo;

public sealed class HouseTests
{
    private static readonly HomeProfiles Profiles = HomeProfiles.Load();

    public static TheoryData<int> Homes => [.. Enumerable.Range(1, HomeProfiles.HomesMax)];

    [Theory]
    [MemberData(nameof(Homes))]
    public void A_meter_counts_what_really_came_and_what_was_planned(int number)
    {
        var house = new House(number, Profiles);

        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var plan = house.Plan(slot);
            var reading = house.Live();

            var real = Profiles.PvWh(number, slot) - Profiles.LoadWh(number, slot);
            Assert.Equal(real + plan.BatteryWh - plan.VehicleWh, reading.ExportWh - reading.ImportWh);
            Assert.Equal(0, Math.Min(reading.ImportWh, reading.ExportWh));
            Assert.InRange(Math.Max(reading.ImportWh, reading.ExportWh), 0, House.ConnectionW / 4);
            Assert.InRange(house.StoredWh, 0, Battery.CapacityWh);
        }
    }

    [Theory]
    [MemberData(nameof(Homes))]
    public void A_plan_uses_nothing_that_is_not_known_before_the_slot(int number)
    {
        // The same history with another future: the plan for the first slot must not change.
        var plan = new House(number, Profiles).Plan(0);

        Assert.Equal((Profiles.LoadWh(number, -96) + Profiles.LoadWh(number, -1)) / 2, plan.LoadWh);
        Assert.Equal((Profiles.PvWh(number, -96) + Profiles.PvWh(number, -1)) / 2, plan.PvWh);
    }

    [Fact]
    public void A_battery_charges_from_expected_surplus_and_gives_into_expected_deficit()
    {
        var house = new House(1, Profiles);
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var plan = house.Plan(slot);
            var surplus = plan.PvWh - plan.LoadWh;
            Assert.InRange(plan.BatteryWh, Math.Min(-surplus, 0), Math.Max(-surplus, 0));
            house.Live();
        }
    }

    [Fact]
    public void A_vehicle_gets_its_day_of_energy()
    {
        var house = new House(6, Profiles);

        Assert.Equal(ElectricVehicle.DayWh, Enumerable.Range(0, 96).Sum(s => house.Plan(s).VehicleWh));
    }

    [Fact]
    public void A_slot_is_lived_through_once()
    {
        var house = new House(1, Profiles);
        house.Plan(0);
        house.Live();

        Assert.Throws<InvalidOperationException>(() => house.Live());
    }

    [Theory]
    [MemberData(nameof(Homes))]
    public void Orders_buy_deficit_and_sell_surplus_between_feed_in_and_retail(int number)
    {
        var house = new House(number, Profiles);
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var plan = house.Plan(slot);
            var order = DeviceOrder.Of(number, plan, Tariff.Demo);
            house.Live();

            Assert.Equal(plan.NetWh == 0, order == null);
            if (order != null)
            {
                Assert.Equal(plan.NetWh < 0, order.IsBid);
                Assert.Equal(Math.Abs(plan.NetWh), order.QuantityWh);
                Assert.InRange(order.PriceMicro, Tariff.Demo.FeedInMicro, Tariff.Demo.RetailMicro);
                Assert.InRange(order.QuantityWh, 1, House.ConnectionW / 4);
            }
        }
    }

    [Fact]
    public void A_day_has_buyers_and_sellers_whose_limits_meet()
    {
        var houses = Enumerable.Range(1, HomeProfiles.HomesMax).Select(n => new House(n, Profiles)).ToArray();
        var slotsWithTrade = 0;
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var orders = houses
                .Select(h => DeviceOrder.Of(h.Number, h.Plan(slot), Tariff.Demo)).OfType<DeviceOrder>().ToArray();
            Array.ForEach(houses, h => h.Live());
            var bids = orders.Where(o => o.IsBid).Select(o => o.PriceMicro).ToArray();
            var offers = orders.Where(o => !o.IsBid).Select(o => o.PriceMicro).ToArray();
            slotsWithTrade += bids.Length > 0 && offers.Length > 0 && bids.Max() >= offers.Min() ? 1 : 0;
        }

        Assert.InRange(slotsWithTrade, 32, 96);
    }
}
