using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class BatteryArbitrageTests
{
    private static readonly BatteryLimits Home = new()
    {
        CapacityWh = 6_400, ChargeSlotWhMax = 1_250, DischargeSlotWhMax = 1_250, ChargeEfficiencyBps = 9_500,
        DischargeEfficiencyBps = 9_500, WearMicro = 5_000,
    };

    [Fact]
    public void It_buys_in_the_valley_and_sells_at_the_peak()
    {
        var battery = new BatteryArbitrage(Home with { WearMicro = 0 }, 0);
        var plan = battery.Plan(Outlooks.AtPrices(100_000, 90_000, 250_000, 260_000));
        Assert.Equal(plan[0], plan[1], 100d);
        Assert.True(plan[0] > 1_000 && plan[1] > 1_000, string.Join(' ', plan));
        Assert.True(plan[2] < 0 && plan[3] < -1_000 && plan[2] + plan[3] < -1_800, string.Join(' ', plan));
    }

    [Fact]
    public void A_spread_that_the_losses_eat_is_left_alone()
    {
        var battery = new BatteryArbitrage(Home, 0);
        Assert.All(battery.Plan(Outlooks.AtPrices(100_000, 109_000, 100_000)), w => Assert.Equal(0, w));
    }

    [Fact]
    public void In_a_home_it_keeps_the_surplus_for_the_evening()
    {
        var battery = new BatteryArbitrage(Home, 0);
        var plan = battery.Plan(Outlooks.AtTariff(1_000, 800, 0, -700, -900));
        Assert.Equal([1_000, 800, 0], plan.Take(3));
        Assert.Equal(-700, plan[3]);
        Assert.InRange(plan[4], -930, -900);
    }

    [Fact]
    public void Of_equal_costs_it_takes_what_comes_first()
    {
        // One kWh of surplus and one of deficit more than the battery can use, all at one price.
        var limits = new BatteryLimits { CapacityWh = 1_000, ChargeSlotWhMax = 1_000, DischargeSlotWhMax = 1_000 };
        var plan = new BatteryArbitrage(limits, 0, levels: 11).Plan(Outlooks.AtTariff(1_000, 1_000, -1_000, -1_000));
        Assert.Equal([1_000, 0, -1_000, 0], plan);
    }

    [Fact]
    public void Plans_are_as_good_as_the_best_of_all_ways()
    {
        var random = new SeededGenerator(1);
        for (var run = 0; run < 400; run++)
        {
            var isLossless = run % 2 == 0;
            var limits = new BatteryLimits
            {
                CapacityWh = random.Between(1, 6), ChargeSlotWhMax = random.Between(0, 3),
                DischargeSlotWhMax = random.Between(0, 3), WearMicro = random.Between(0, 4),
                ChargeEfficiencyBps = isLossless ? 10_000 : random.Between(4_000, 10_000),
                DischargeEfficiencyBps = isLossless ? 10_000 : random.Between(4_000, 10_000),
            };

            // With losses a negative price pays for waste, which a plan does not look for.
            var outlook = Outlooks.Random(random, 4, 3, random.Between(0, 6), isLossless ? -20 : 0);
            var stored = random.Between(0, limits.CapacityWh);
            var value = random.Between(0, 10);
            var plan = new BatteryArbitrage(limits, stored, value, (int)limits.CapacityWh + 1).Plan(outlook);
            Assert.Equal(Cheapest(limits, outlook, stored, value, 0), Cost(limits, outlook, stored, value, plan));
        }
    }

    [Fact]
    public void At_its_own_forecast_no_plan_is_worse_than_doing_nothing_and_none_passes_a_limit()
    {
        var random = new SeededGenerator(2);
        for (var run = 0; run < 200; run++)
        {
            var limits = Home with
            {
                CapacityWh = random.Between(500, 9_000), ReserveWh = random.Between(0, 500),
                ChargeEfficiencyBps = random.Between(5_000, 10_000), DischargeEfficiencyBps = random.Between(5_000, 10_000),
                WearMicro = random.Between(0, 3),
            };
            var outlook = Outlooks.Random(random, 24, 1_500, random.Between(500, 2_000), -10);
            var stored = random.Between(limits.ReserveWh, limits.CapacityWh);
            var plan = new BatteryArbitrage(limits, stored, 3, 17).Plan(outlook);
            Assert.True(
                Cost(limits, outlook, stored, 3, plan) <= Cost(limits, outlook, stored, 3, new long[24]), $"run {run}");
            for (var i = 0; i < plan.Count; i++)
            {
                Assert.InRange(plan[i], -limits.GiveWhMax(stored), limits.TakeWhMax(stored));
                Assert.InRange(plan[i], -outlook.GiveWhMax(i), outlook.DrawWhMax(i));
                stored = limits.After(stored, plan[i]);
                Assert.InRange(stored, limits.ReserveWh, limits.CapacityWh);
            }
        }
    }

    [Fact]
    public void Whatever_trades_the_battery_stays_within_itself_and_loses_what_it_must()
    {
        var random = new SeededGenerator(3);
        var battery = new BatteryArbitrage(Home with { ReserveWh = 640 }, 3_000, 100_000);
        var (taken, given) = (0L, 0L);
        for (var slot = 0; slot < 300; slot++)
        {
            var outlook = new SlotOutlook(
                [.. Enumerable.Range(slot, 12).Select(i => SlotForecast.AtPrice(
                    Outlooks.At(i), 0, 300_000, 80_000, random.Between(80_000, 300_000)))],
                random.Between(0, 2_000));
            var decision = battery.Decide(outlook);
            Assert.All(decision.Orders, o => Assert.True(o.IsContingent && o.QuantityWh <= 1_250));
            var bought = decision.Orders.Where(o => o.Side == OrderSide.Buy).Sum(o => random.Between(0, o.QuantityWh));
            var sold = decision.Orders.Where(o => o.Side == OrderSide.Sell).Sum(o => random.Between(0, o.QuantityWh));
            var draw = battery.Deliver(bought, sold);
            Assert.Equal(bought - sold, draw);
            Assert.InRange(battery.StoredWh, 640, 6_400);
            taken += Math.Max(0, draw);
            given += Math.Max(0, -draw);
        }

        Assert.True(taken > 0 && given > 0);
        Assert.True((given * 10_000 / 9_500) + battery.StoredWh <= 3_000 + (taken * 9_500 / 10_000) + 300);
    }

    [Fact]
    public void Orders_accept_the_planned_price_and_never_meet()
    {
        var random = new SeededGenerator(4);
        for (var run = 0; run < 300; run++)
        {
            var outlook = Outlooks.AtPrices([.. Enumerable.Range(0, 12).Select(_ => random.Between(80_000, 300_000))]);
            var decision = new BatteryArbitrage(Home, random.Between(0, 6_400), 150_000).Decide(outlook);
            var bid = decision.Orders.Where(o => o.Side == OrderSide.Buy).Select(o => (long?)o.PriceMicro).SingleOrDefault();
            var ask = decision.Orders.Where(o => o.Side == OrderSide.Sell).Select(o => (long?)o.PriceMicro).SingleOrDefault();
            Assert.False(bid >= ask);
            Assert.True(decision.DrawWh <= 0 || bid >= outlook.Now.BuyMicro);
            Assert.True(decision.DrawWh >= 0 || ask <= outlook.Now.SellMicro);
        }
    }

    [Fact]
    public void A_full_battery_does_not_bid_an_empty_one_does_not_offer_and_a_budget_holds()
    {
        var outlook = Outlooks.AtPrices(100_000, 250_000);
        Assert.DoesNotContain(new BatteryArbitrage(Home, 6_400, 90_000).Decide(outlook).Orders, o => o.Side == OrderSide.Buy);
        Assert.DoesNotContain(new BatteryArbitrage(Home, 0, 90_000).Decide(outlook).Orders, o => o.Side == OrderSide.Sell);
        var poor = new SlotOutlook(outlook.Slots, outlook.LimitWh, budgetNano: 20_000_000);
        var bid = Assert.Single(new BatteryArbitrage(Home, 0).Decide(poor).Orders);
        Assert.InRange(bid.QuantityWh * bid.PriceMicro, 1, 20_000_000);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatteryArbitrage(Home, 6_401));
        Assert.Throws<ArgumentException>(() => new BatteryArbitrage(Home with { ChargeEfficiencyBps = 0 }, 0));
        var battery = new BatteryArbitrage(Home, 100);
        Assert.Throws<InvalidOperationException>(() => battery.Deliver(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => battery.Move(Outlooks.AtPrices(100_000), -96));
        battery.Move(Outlooks.AtPrices(100_000), -95);
        Assert.Equal(0, battery.StoredWh);
    }

    private static long Cost(
        BatteryLimits limits, SlotOutlook outlook, long stored, long valueMicro, IReadOnlyList<long> plan)
    {
        var wear = 0L;
        foreach (var draw in plan)
        {
            stored = limits.After(stored, draw);
            wear += Math.Max(0, -draw) * limits.WearMicro;
        }

        return outlook.CostNano(plan) + wear - (stored * valueMicro);
    }

    private static long Cheapest(BatteryLimits limits, SlotOutlook outlook, long stored, long valueMicro, int slot)
    {
        if (slot == outlook.Slots.Count)
        {
            return -stored * valueMicro;
        }

        var best = long.MaxValue;
        var least = -Math.Min(limits.GiveWhMax(stored), outlook.GiveWhMax(slot));
        var most = Math.Min(limits.TakeWhMax(stored), outlook.DrawWhMax(slot));
        for (var draw = least; draw <= most; draw++)
        {
            var later = Cheapest(limits, outlook, limits.After(stored, draw), valueMicro, slot + 1);
            best = Math.Min(
                best, outlook.Slots[slot].CostNano(draw) + (Math.Max(0, -draw) * limits.WearMicro) + later);
        }

        return best;
    }
}
