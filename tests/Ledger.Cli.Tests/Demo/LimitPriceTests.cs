using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Tests.Demo;

public sealed class LimitPriceTests
{
    private static readonly Tariff Tariff = Tariff.Demo;

    [Fact]
    public void Limits_lie_between_feed_in_and_retail_whatever_the_quantity()
    {
        for (var home = 1; home <= 17; home++)
        {
            for (var slot = 0; slot < 96; slot++)
            {
                foreach (var quantity in new long[] { 1, 500, 1_000, 4_312, long.MaxValue / 1_000 })
                {
                    Assert.InRange(
                        LimitPrice.Bid(Tariff, home, slot, quantity), Tariff.FeedInMicro, Tariff.RetailMicro);
                    Assert.InRange(
                        LimitPrice.Offer(Tariff, home, slot, quantity), Tariff.FeedInMicro, Tariff.RetailMicro);
                }
            }
        }
    }

    [Fact]
    public void Scarcity_raises_both_sides()
    {
        Assert.True(LimitPrice.Bid(Tariff, 3, 40, 1_000) > LimitPrice.Bid(Tariff, 3, 40, 10));
        Assert.True(LimitPrice.Offer(Tariff, 3, 40, 1_000) < LimitPrice.Offer(Tariff, 3, 40, 10));
    }

    [Fact]
    public void Homes_differ()
    {
        var bids = Enumerable.Range(1, 17).Select(h => LimitPrice.Bid(Tariff, h, 40, 500)).Distinct().Count();

        Assert.InRange(bids, 14, 17);
    }

    /// <summary>
    /// A run can be repeated on any machine. The figures were computed apart from this code, with SplitMix64 in another
    /// language.
    /// </summary>
    [Fact]
    public void Prices_follow_from_home_slot_and_quantity_alone()
    {
        Assert.Equal(262_600, LimitPrice.Bid(Tariff, 1, 40, 500));
        Assert.Equal(176_580, LimitPrice.Offer(Tariff, 12, 50, 250));
    }
}
