using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class HomeStrategyTests
{
    private static readonly BatteryLimits Limits = new()
    {
        CapacityWh = 4_000, ChargeSlotWhMax = 1_000, DischargeSlotWhMax = 1_000, ChargeEfficiencyBps = 9_000,
    };

    [Fact]
    public void A_home_orders_what_its_devices_leave()
    {
        var battery = new BatteryArbitrage(Limits, 0);
        var home = new HomeStrategy(new Truthful(), battery);
        var decision = home.Decide(Outlooks.AtTariff(1_500, -900, -900));
        Assert.Equal(1_000, decision.DrawWh, 60d);
        Assert.Equal(
            new StrategyOrder(OrderSide.Sell, 1_500 - decision.DrawWh, Outlooks.FeedInMicro), Assert.Single(decision.Orders));
        Assert.Equal(decision.DrawWh, home.Deliver(0, 500));
        Assert.Equal(decision.DrawWh * 9 / 10, battery.StoredWh);
    }

    [Fact]
    public void Devices_plan_one_after_the_other_and_energy_balances()
    {
        var random = new SeededGenerator(31);
        var vehicle = new VehicleByDeparture(1_500);
        var load = new DeferrableLoad([600, 200]);
        var battery = new BatteryArbitrage(Limits, 2_000);
        var home = new HomeStrategy(new ZeroIntelligence(1), vehicle, load, battery);
        vehicle.PlugIn(7_000, Outlooks.At(20));
        load.Schedule(Outlooks.At(4), Outlooks.At(16));
        var (stored, drawn) = (battery.StoredWh, 0L);
        for (var slot = 0; slot < 24; slot++)
        {
            var outlook = new SlotOutlook(
                [.. Enumerable.Range(slot, 24).Select(i => SlotForecast.AtTariff(
                    Outlooks.At(i), random.Between(-1_000, 1_000), 300_000, 80_000))],
                4_000);
            var (need, held) = (vehicle.NeedWh, battery.StoredWh);
            var decision = home.Decide(outlook);
            var order = decision.Orders.SingleOrDefault();
            var net = order.Side == OrderSide.Sell ? order.QuantityWh : -order.QuantityWh;
            Assert.Equal(outlook.Now.NetWh - decision.DrawWh, net);
            var draw = home.Deliver(0, 0);
            Assert.Equal(decision.DrawWh, draw);
            Assert.InRange(need - vehicle.NeedWh, 0, 1_500);
            Assert.InRange(battery.StoredWh, Math.Max(0, held - 1_000), held + 900);
            drawn += draw;
        }

        Assert.Equal(0, vehicle.NeedWh);
        Assert.False(load.IsPending);
        Assert.InRange(drawn, 7_000 + 800 + battery.StoredWh - stored, 7_000 + 800 + 24_000);
    }

    [Fact]
    public void A_slot_is_decided_before_it_is_delivered() =>
        Assert.Throws<InvalidOperationException>(() => new HomeStrategy(new Truthful()).Deliver(0, 0));
}
