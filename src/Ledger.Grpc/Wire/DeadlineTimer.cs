namespace Ledger.Grpc.Wire;

/// <summary>
/// Runs an action once when a deadline has come, also one that is further away than a timer can count.
/// </summary>
internal sealed class DeadlineTimer : IDisposable
{
    /// <summary>Timers count up to about 49 days; a farther deadline is approached in steps.</summary>
    private static readonly TimeSpan StepMax = TimeSpan.FromDays(40);

    private readonly TimeProvider timeProvider;
    private readonly DateTime deadline;
    private readonly Action<object> action;
    private readonly object state;
    private readonly ITimer timer;

    public DeadlineTimer(TimeProvider timeProvider, DateTime deadline, Action<object> action, object state)
    {
        this.timeProvider = timeProvider;
        this.deadline = deadline;
        this.action = action;
        this.state = state;
        timer = timeProvider.CreateTimer(
            static self => ((DeadlineTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(NextStep(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the timer without waiting for an action that runs.</summary>
    public void Dispose() => timer.Dispose();

    private void Fire()
    {
        TimeSpan step = NextStep();
        if (step > TimeSpan.Zero)
            timer.Change(step, Timeout.InfiniteTimeSpan);
        else
            action(state);
    }

    private TimeSpan NextStep()
    {
        TimeSpan left = deadline - timeProvider.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
            return TimeSpan.Zero;

        // Timers count whole milliseconds and cut the rest: round up, so as not to fire before the deadline.
        TimeSpan rounded = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        return rounded < StepMax ? rounded : StepMax;
    }
}
