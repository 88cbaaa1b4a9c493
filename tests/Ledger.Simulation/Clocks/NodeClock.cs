namespace Ledger.Simulation;

/// <summary>
/// A node's own clocks: a monotonic one that drifts, and a wall clock that drifts with it and stands off by a skew.
/// </summary>
/// <param name="time">The run's true time.</param>
internal sealed class NodeClock(EventQueue time)
{
    /// <summary>True wall clock time at the start of a run: 2023-11-14, in milliseconds since 1970-01-01 UTC.</summary>
    public const ulong WallClockStart = 1_700_000_000_000;

    /// <summary>Most drift, in parts per million of true time.</summary>
    public const int DriftMax = 200_000;

    // Beyond the end of every run.
    private const long DelayMax = 1_000_000;

    private long _origin;
    private long _monotonicAtOrigin;
    private int _drift;

    /// <summary>Milliseconds that the wall clock is ahead of true time, without the drift.</summary>
    public long Skew { get; set; }

    /// <summary>
    /// Parts per million by which the clock runs fast, or slow when negative; at most <see cref="DriftMax"/>.
    /// </summary>
    public int Drift
    {
        get => _drift;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), DriftMax);
            _monotonicAtOrigin = Monotonic;
            _origin = time.Now;
            _drift = value;
        }
    }

    /// <summary>Never goes back.</summary>
    public long Monotonic
    {
        get
        {
            var elapsed = time.Now - _origin;
            return _monotonicAtOrigin + elapsed + (elapsed * _drift / 1_000_000);
        }
    }

    /// <summary>Milliseconds since 1970-01-01 UTC, as the node believes; goes back when the skew is set back.</summary>
    public ulong Wall => WallClockStart + (ulong)Math.Max(0, Monotonic + Skew);

    /// <summary>Runs true again, as after a correction by a time server; the monotonic clock does not jump.</summary>
    public void Correct()
    {
        Drift = 0;
        Skew = time.Now - Monotonic;
    }

    /// <summary>True milliseconds until the monotonic clock shows a value; at least 1.</summary>
    public long DelayUntil(long monotonic)
    {
        var ahead = Math.Clamp(monotonic - Monotonic, 1, DelayMax);
        return _drift == 0 ? ahead : (ahead * 1_000_000 / (1_000_000 + _drift)) + 1;
    }
}
