using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class NetStrategyTests
{
    [Fact]
    public void The_truthful_bid_the_tariff_avoided_and_ask_the_feed_in_forgone()
    {
        Assert.Equal(
            new StrategyOrder(OrderSide.Buy, 400, 300_000), Assert.Single(new Truthful().Decide(Outlooks.AtTariff(-400)).Orders));
        Assert.Equal(
            new StrategyOrder(OrderSide.Sell, 400, 80_000), Assert.Single(new Truthful().Decide(Outlooks.AtTariff(400)).Orders));
        Assert.Empty(new Truthful().Decide(Outlooks.AtTariff(0)).Orders);
    }

    [Fact]
    public void Fuel_dearer_than_feed_in_is_burned_for_the_market_only() => Assert.Equal(
        new StrategyOrder(OrderSide.Sell, 400, 120_000, 1),
        Assert.Single(new Truthful(120_000).Decide(Outlooks.AtTariff(400)).Orders));

    [Fact]
    public void Zero_intelligence_never_orders_at_a_loss_and_uses_its_whole_range()
    {
        var trader = new ZeroIntelligence(5);
        var prices = Enumerable.Range(0, 2_000)
            .Select(i => trader.Decide(Outlooks.AtTariff(i % 2 == 0 ? -100 : 100)).Orders.Single().PriceMicro)
            .ToArray();
        Assert.All(prices, p => Assert.InRange(p, Outlooks.FeedInMicro, Outlooks.RetailMicro));
        Assert.True(prices.Min() < 85_000 && prices.Max() > 295_000);
        Assert.InRange(prices.Average(), 185_000, 195_000);
    }

    [Fact]
    public void The_same_seed_orders_the_same()
    {
        static long[] Prices(ulong seed)
        {
            var trader = new ZeroIntelligence(seed);
            return [.. Enumerable.Range(0, 20).Select(_ => trader.Decide(Outlooks.AtTariff(-9)).Orders[0].PriceMicro)];
        }

        Assert.Equal(Prices(7), Prices(7));
        Assert.NotEqual(Prices(7), Prices(8));
    }

    [Fact]
    public void The_generator_is_the_published_one()
    {
        var generator = new SeededGenerator(1_234_567);
        Assert.Equal(6_457_827_717_110_365_317UL, generator.Next());
        Assert.Equal(3_203_168_211_198_807_973UL, generator.Next());
    }

    [Fact]
    public void Budgets_and_connections_bound_every_order()
    {
        var random = new SeededGenerator(9);
        for (var run = 0; run < 500; run++)
        {
            var outlook = new SlotOutlook(
                [SlotForecast.AtTariff(Outlooks.Start, random.Between(-5_000, 5_000), 300_000, 80_000)],
                random.Between(0, 4_000), random.Between(0, 1_000_000_000));
            foreach (var order in new IBidStrategy[] { new Truthful(), new ZeroIntelligence((ulong)run) }
                .SelectMany(s => s.Decide(outlook).Orders))
            {
                Assert.InRange(order.QuantityWh, 1, Math.Min(outlook.LimitWh, Math.Abs(outlook.Now.NetWh)));
                Assert.True(order.Side == OrderSide.Sell || order.QuantityWh * order.PriceMicro <= outlook.BudgetNano);
            }
        }
    }

    [Fact]
    public void A_tariff_turned_around_leaves_each_side_at_its_own_end()
    {
        var outlook = new SlotOutlook([SlotForecast.AtTariff(Outlooks.Start, -50, 70, 90)], 1_000);
        Assert.Equal(70, Assert.Single(new ZeroIntelligence(1).Decide(outlook).Orders).PriceMicro);
    }
}
