using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class DeferrableLoadTests
{
    [Fact]
    public void It_starts_where_the_run_is_cheapest_the_earliest_when_equal()
    {
        var load = new DeferrableLoad([500, 300]);
        load.Schedule(Outlooks.At(1), Outlooks.At(6));
        Assert.Equal(
            [0, 0, 500, 300, 0, 0, 0],
            load.Plan(Outlooks.AtPrices(80_000, 200_000, 100_000, 150_000, 100_000, 150_000, 80_000)));
    }

    [Fact]
    public void Plans_are_as_good_as_the_best_of_all_starts()
    {
        var random = new SeededGenerator(21);
        for (var run = 0; run < 300; run++)
        {
            var outlook = Outlooks.Random(random, 14, 5, 100, -5);
            long[] profile = [random.Between(1, 5), .. Enumerable.Range(0, (int)random.Between(0, 4)).Select(_ => random.Between(0, 5))];
            var from = (int)random.Between(0, 4);
            var to = from + profile.Length + (int)random.Between(0, 4);
            var load = new DeferrableLoad(profile);
            load.Schedule(Outlooks.At(from), Outlooks.At(to));
            var best = Enumerable.Range(from, to - profile.Length - from + 1)
                .Min(s => outlook.CostNano([.. new long[s], .. profile]));
            Assert.Equal(best, outlook.CostNano(load.Plan(outlook)));
        }
    }

    [Fact]
    public void It_bids_a_block_at_the_price_of_the_best_later_start()
    {
        var load = new DeferrableLoad([500, 300]);
        load.Schedule(Outlooks.At(0), Outlooks.At(4));
        var outlook = Outlooks.AtPrices(200_000, 150_000, 100_000, 180_000);
        var decision = load.Decide(outlook);

        // Later: 500 at 100,000 and 300 at 180,000. Now: 300 at 150,000 in the next slot, so 500 may cost the rest.
        var limit = ((500 * 100_000) + (300 * 180_000) - (300 * 150_000)) / 500;
        Assert.Equal(new StrategyOrder(OrderSide.Buy, 500, limit, 500), Assert.Single(decision.Orders));
        Assert.Equal(0, decision.DrawWh);
        Assert.Equal(0, load.Deliver(0, 0));
        Assert.True(load.IsPending);
        Assert.False(load.IsRunning);
    }

    [Fact]
    public void Whatever_trades_it_runs_once_without_a_break_within_its_window()
    {
        var random = new SeededGenerator(22);
        for (var run = 0; run < 200; run++)
        {
            long[] profile = [700, 0, 400];
            var from = (int)random.Between(0, 5);
            var to = from + 3 + (int)random.Between(0, 8);
            var load = new DeferrableLoad(profile);
            load.Schedule(Outlooks.At(from), Outlooks.At(to));
            var draws = new List<long>();
            for (var slot = 0; slot < to; slot++)
            {
                var decision = load.Decide(new SlotOutlook(
                    [.. Enumerable.Range(slot, 6).Select(i => SlotForecast.AtPrice(
                        Outlooks.At(i), 0, 300_000, 80_000, random.Between(80_000, 300_000)))],
                    2_000));
                Assert.All(decision.Orders, o => Assert.True(o.LeastWh is 0 || o.LeastWh == o.QuantityWh));
                draws.Add(load.Deliver(
                    decision.Orders.Sum(o => o.IsContingent && random.Between(0, 3) > 0 ? 0 : o.QuantityWh), 0));
            }

            Assert.False(load.IsPending);
            var start = draws.IndexOf(700);
            Assert.InRange(start, from, to - 3);
            Assert.Equal(profile, draws.Skip(start).Take(3));
            Assert.Equal(1_100, draws.Sum());
        }
    }

    [Fact]
    public void A_start_that_overloads_the_connection_comes_last()
    {
        var load = new DeferrableLoad([500]);
        load.Schedule(Outlooks.At(0), Outlooks.At(3));
        var outlook = new SlotOutlook(
            [.. new long[] { -900, 0, 0 }.Select((n, i) => new SlotForecast(Outlooks.At(i), n, 300, 80, 100 + i, 80))],
            limitWh: 1_000);
        Assert.Equal([0, 500, 0], load.Plan(outlook));
        Assert.Empty(load.Decide(outlook).Orders);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DeferrableLoad([]));
        Assert.Throws<ArgumentException>(() => new DeferrableLoad([0, 5]));
        var load = new DeferrableLoad([500, 300]);
        Assert.Throws<ArgumentException>(() => load.Schedule(Outlooks.At(0), Outlooks.At(1)));
        Assert.Equal([0, 0], load.Plan(Outlooks.AtPrices(100_000, 100_000)));
        load.Schedule(Outlooks.At(0), Outlooks.At(2));
        load.Move(Outlooks.AtPrices(100_000), 500);
        Assert.Throws<InvalidOperationException>(() => load.Schedule(Outlooks.At(0), Outlooks.At(4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => load.Move(Outlooks.AtPrices(100_000), 0));
    }
}
