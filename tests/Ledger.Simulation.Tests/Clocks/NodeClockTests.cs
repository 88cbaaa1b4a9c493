namespace Ledger.Simulation.Tests.Clocks;

/// <summary>Clocks that stand off and run fast or slow.</summary>
public sealed class NodeClockTests
{
    private readonly EventQueue _time = new();

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(100_000, 1100)]
    [InlineData(-100_000, 900)]
    public void Drift_changes_the_pace(int drift, long expected)
    {
        var clock = new NodeClock(_time) { Drift = drift };
        _time.TryFireNext(1000);
        Assert.Equal(expected, clock.Monotonic);
    }

    [Fact]
    public void A_change_of_pace_does_not_jump()
    {
        var clock = new NodeClock(_time) { Drift = 100_000 };
        _time.TryFireNext(1000);
        clock.Drift = -100_000;
        Assert.Equal(1100, clock.Monotonic);
        _time.TryFireNext(2000);
        Assert.Equal(2000, clock.Monotonic);
    }

    [Fact]
    public void Skew_moves_the_wall_clock_alone()
    {
        var clock = new NodeClock(_time) { Skew = -500 };
        _time.TryFireNext(600);
        Assert.Equal(600, clock.Monotonic);
        Assert.Equal(NodeClock.WallClockStart + 100, clock.Wall);
    }

    [Fact]
    public void A_corrected_clock_shows_true_wall_time()
    {
        var clock = new NodeClock(_time) { Drift = 100_000, Skew = 300 };
        _time.TryFireNext(1000);
        clock.Correct();
        _time.TryFireNext(1500);
        Assert.Equal(NodeClock.WallClockStart + 1500, clock.Wall);
        Assert.Equal(1600, clock.Monotonic);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150_000)]
    [InlineData(-150_000)]
    public void An_alarm_rings_when_the_clock_shows_its_time(int drift)
    {
        var clock = new NodeClock(_time) { Drift = drift };
        _time.TryFireNext(777);
        var target = clock.Monotonic + 333;
        _time.TryFireNext(_time.Now + clock.DelayUntil(target));
        Assert.InRange(clock.Monotonic, target, target + 2);
    }
}
