namespace Ledger.Cli.Tests.Demo;

public sealed class PercentilesTests
{
    [Fact]
    public void They_are_the_nearest_ranks_whatever_the_order()
    {
        var times = Enumerable.Range(1, 200).Reverse().Select(i => TimeSpan.FromMilliseconds(i));

        var result = Percentiles.Of(times);

        Assert.Equal(TimeSpan.FromMilliseconds(100), result.P50);
        Assert.Equal(TimeSpan.FromMilliseconds(190), result.P95);
        Assert.Equal(TimeSpan.FromMilliseconds(198), result.P99);
    }

    [Fact]
    public void One_time_is_all_of_them()
    {
        var one = TimeSpan.FromMilliseconds(7);

        Assert.Equal(new Percentiles(one, one, one), Percentiles.Of([one]));
    }

    [Fact]
    public void No_times_are_zero() =>
        Assert.Equal(new Percentiles(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), Percentiles.Of([]));
}
