namespace Ledger.Simulation;

/// <summary>
/// The one clock of a run and everything that is still to happen, in order of time and, within a millisecond, of
/// scheduling. Not thread safe.
/// </summary>
internal sealed class EventQueue
{
    private const int NumberBits = 40;
    private readonly PriorityQueue<ISimulationEvent, long> _events = new();
    private long _number;

    /// <summary>Milliseconds since the run began.</summary>
    public long Now { get; private set; }

    /// <summary>Events that have happened.</summary>
    public long FiredCount { get; private set; }

    /// <summary>Schedules an event.</summary>
    /// <param name="delay">Milliseconds from now, 0 or more.</param>
    /// <param name="item">What happens then.</param>
    public void Schedule(long delay, ISimulationEvent item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        _events.Enqueue(item, ((Now + delay) << NumberBits) | _number++);
    }

    /// <summary>Schedules an action.</summary>
    public void Schedule(long delay, Action action) => Schedule(delay, new ActionEvent(action));

    /// <summary>Lets the next event happen unless it lies beyond the end; time moves to it, or to the end.</summary>
    /// <returns>False when nothing is left up to the end.</returns>
    public bool TryFireNext(long end)
    {
        if (!_events.TryPeek(out _, out var key) || key >> NumberBits > end)
        {
            Now = Math.Max(Now, end);
            return false;
        }

        Now = key >> NumberBits;
        FiredCount++;
        _events.Dequeue().Fire();
        return true;
    }

    private sealed class ActionEvent(Action action) : ISimulationEvent
    {
        public void Fire() => action();
    }
}
