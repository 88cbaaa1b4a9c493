using Ledger.Cli.Demo.Data;
using Ledger.Cli.Demo.Devices;
using Ledger.Client.Strategies;

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
            Assert.Equal(real - plan.DrawWh, reading.ExportWh - reading.ImportWh);
            Assert.Equal(0, Math.Min(reading.ImportWh, reading.ExportWh));
            Assert.InRange(Math.Max(reading.ImportWh, reading.ExportWh), 0, House.ConnectionW / 4);
            Assert.InRange(house.StoredWh, 0, House.BatteryWh);
        }
    }

    [Theory]
    [MemberData(nameof(Homes))]
    public void A_plan_uses_nothing_that_is_not_known_before_the_slot(int number)
    {
        var house = new House(number, Profiles);
        var first = house.Plan(0);
        Assert.Equal((Profiles.LoadWh(number, -96), Profiles.PvWh(number, -96)), (first.LoadWh, first.PvWh));

        // Yesterday's slot, and half of what the last slot was off yesterday's.
        house.Live();
        var error = Profiles.LoadWh(number, 0) - Profiles.LoadWh(number, -96);
        Assert.Equal(Math.Max(0, Profiles.LoadWh(number, -95) + (error / 2)), house.Plan(1).LoadWh, 1d);
    }

    [Fact]
    public void A_battery_is_charged_by_the_sun_and_saves_its_home_purchases()
    {
        var house = new House(1, Profiles);
        var (taken, given) = (0L, 0L);
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var plan = house.Plan(slot);
            Assert.InRange(plan.DrawWh, -House.BatterySlotWhMax, House.BatterySlotWhMax);
            taken += plan.PvWh > plan.LoadWh ? Math.Max(0, plan.DrawWh) : 0;
            given += plan.PvWh < plan.LoadWh ? Math.Max(0, -plan.DrawWh) : 0;
            house.Live();
        }

        Assert.True(taken > 1_000 && given > 1_000, $"took {taken} Wh of its surplus, gave {given} Wh into its deficit");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void A_vehicle_gets_its_day_of_energy_at_night(long scale)
    {
        var house = new House(6, Profiles, scale);
        var drawn = new long[HomeProfiles.SlotsPerDay];
        for (var slot = 0; slot < drawn.Length; slot++)
        {
            drawn[slot] = house.Plan(slot).DrawWh;
            house.Live();
        }

        Assert.Equal(House.VehicleDayWh * scale, drawn.Sum());
        Assert.All(drawn, w => Assert.InRange(w, 0, House.VehicleSlotWhMax * scale));
        Assert.All(drawn[24..88], w => Assert.Equal(0, w));
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
            house.Live();

            Assert.Equal(plan.NetWh == 0, plan.Order == null);
            if (plan.Order is { } order)
            {
                Assert.Equal(plan.NetWh < 0 ? OrderSide.Buy : OrderSide.Sell, order.Side);
                Assert.Equal(Math.Abs(plan.NetWh), order.QuantityWh);
                Assert.InRange(order.PriceMicro, Tariff.Demo.FeedInMicro, Tariff.Demo.RetailMicro);
                Assert.InRange(order.QuantityWh, 1, House.ConnectionW / 4);
            }
        }
    }

    [Fact]
    public void A_home_that_stands_for_many_does_as_much_as_they_would()
    {
        var (one, many) = (new House(9, Profiles), new House(9, Profiles, 300));
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            Assert.Equal(one.Plan(slot).NetWh * 300, many.Plan(slot).NetWh, 600d);
            Assert.Equal(one.Live().ExportWh * 300, many.Live().ExportWh);
        }
    }

    [Fact]
    public void A_day_has_buyers_and_sellers_whose_limits_meet()
    {
        var houses = Enumerable.Range(1, HomeProfiles.HomesMax).Select(n => new House(n, Profiles)).ToArray();
        var slotsWithTrade = 0;
        for (var slot = 0; slot < HomeProfiles.SlotsPerDay; slot++)
        {
            var orders = houses.Select(h => h.Plan(slot).Order).OfType<StrategyOrder>().ToArray();
            Array.ForEach(houses, h => h.Live());
            var bids = orders.Where(o => o.Side == OrderSide.Buy).Select(o => o.PriceMicro).ToArray();
            var offers = orders.Where(o => o.Side == OrderSide.Sell).Select(o => o.PriceMicro).ToArray();
            slotsWithTrade += bids.Length > 0 && offers.Length > 0 && bids.Max() >= offers.Min() ? 1 : 0;
        }

        Assert.InRange(slotsWithTrade, 32, 96);
    }
}
