using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class VehicleByDepartureTests
{
    [Fact]
    public void It_charges_in_the_cheapest_slots_before_it_leaves()
    {
        var vehicle = new VehicleByDeparture(1_000);
        vehicle.PlugIn(2_500, Outlooks.At(5));
        Assert.Equal(
            [0, 1_000, 500, 1_000, 0, 0],
            vehicle.Plan(Outlooks.AtPrices(200_000, 100_000, 180_000, 90_000, 220_000, 80_000)));
    }

    [Fact]
    public void The_homes_own_surplus_is_cheaper_than_the_grid()
    {
        var vehicle = new VehicleByDeparture(1_000);
        vehicle.PlugIn(1_200, Outlooks.At(4));
        Assert.Equal([500, 700, 0, 0], vehicle.Plan(Outlooks.AtTariff(0, 700, -100, 0)));
    }

    [Fact]
    public void Plans_are_as_good_as_the_best_of_all_ways()
    {
        var random = new SeededGenerator(11);
        for (var run = 0; run < 400; run++)
        {
            var outlook = Outlooks.Random(random, 5, 3, random.Between(0, 5), -5);
            var slotMost = random.Between(1, 4);
            var departure = (int)random.Between(0, 5);
            var vehicle = new VehicleByDeparture(slotMost);
            vehicle.PlugIn(random.Between(0, 10), Outlooks.At(departure));
            var room = Enumerable.Range(0, departure).Sum(i => Math.Min(slotMost, outlook.DrawWhMax(i)));
            var plan = vehicle.Plan(outlook);
            Assert.Equal(Math.Min(room, vehicle.NeedWh), plan.Sum());
            Assert.Equal(Cheapest(outlook, slotMost, departure, plan.Sum(), 0), outlook.CostNano(plan));
        }
    }

    [Fact]
    public void Whatever_trades_it_is_full_when_it_leaves_if_the_charger_can_do_it()
    {
        var random = new SeededGenerator(12);
        for (var run = 0; run < 200; run++)
        {
            var slots = (int)random.Between(1, 20);
            var need = random.Between(0, 22_000);
            var vehicle = new VehicleByDeparture(1_000);
            vehicle.PlugIn(need, Outlooks.At(slots));
            for (var slot = 0; slot < slots; slot++)
            {
                var left = Enumerable.Range(slot, (int)random.Between(1, 20));
                var decision = vehicle.Decide(new SlotOutlook(
                    [.. left.Select(i => SlotForecast.AtPrice(
                        Outlooks.At(i), 0, 300_000, 80_000, random.Between(80_000, 300_000)))],
                    5_000));
                Assert.All(decision.Orders, o => Assert.True(o.Side == OrderSide.Buy && o.PriceMicro <= 300_000));
                var firm = decision.Orders.Where(o => !o.IsContingent).Sum(o => o.QuantityWh);
                var free = decision.Orders.Where(o => o.IsContingent).Sum(o => random.Between(0, o.QuantityWh));
                Assert.Equal(firm + free, vehicle.Deliver(firm + free, 0));
            }

            Assert.Equal(Math.Max(0, need - (slots * 1_000)), vehicle.NeedWh);
            Assert.Empty(vehicle.Decide(new SlotOutlook([SlotForecast.AtTariff(Outlooks.At(slots), 0, 3, 1)], 5_000)).Orders);
        }
    }

    [Fact]
    public void Its_price_rises_as_the_departure_comes_nearer_and_ends_at_retail()
    {
        var last = 0L;
        for (var left = 16; left >= 3; left--)
        {
            var vehicle = new VehicleByDeparture(1_000);
            vehicle.PlugIn(3_000, Outlooks.At(left));
            var order = Assert.Single(
                vehicle.Decide(Outlooks.AtPrices([.. Enumerable.Repeat(150_000L, left)])).Orders);
            Assert.Equal(1_000, order.QuantityWh);
            Assert.Equal(left == 3, !order.IsContingent);
            Assert.True(order.PriceMicro > last, $"{left} slots left: {order.PriceMicro} after {last}");
            last = order.PriceMicro;
        }

        Assert.Equal(Outlooks.RetailMicro, last);
    }

    [Fact]
    public void In_a_dear_slot_it_bids_less_than_the_later_ones_cost()
    {
        var vehicle = new VehicleByDeparture(1_000);
        vehicle.PlugIn(1_000, Outlooks.At(4));
        var decision = vehicle.Decide(Outlooks.AtPrices(250_000, 200_000, 120_000, 220_000));
        Assert.Equal(new StrategyOrder(OrderSide.Buy, 1_000, 120_000, 1), Assert.Single(decision.Orders));
        Assert.Equal(0, decision.DrawWh);
        Assert.Equal(0, vehicle.Deliver(0, 0));
        Assert.Equal(1_000, vehicle.NeedWh);
    }

    private static long Cheapest(SlotOutlook outlook, long slotMost, int departure, long needWh, int slot)
    {
        if (slot == outlook.Slots.Count)
        {
            return needWh == 0 ? 0 : long.MaxValue;
        }

        var best = long.MaxValue;
        var most = slot < departure ? Math.Min(slotMost, outlook.DrawWhMax(slot)) : 0;
        for (var draw = 0L; draw <= Math.Min(most, needWh); draw++)
        {
            var later = Cheapest(outlook, slotMost, departure, needWh - draw, slot + 1);
            best = later == long.MaxValue ? best : Math.Min(best, outlook.Slots[slot].CostNano(draw) + later);
        }

        return best;
    }
}
