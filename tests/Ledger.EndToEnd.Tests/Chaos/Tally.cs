namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>A count that can be waited for. Thread safe.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly List<(long Target, TaskCompletionSource Reached)> _waiting = [];
    private long _count;

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            _count++;
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Target <= _count)
                {
                    _waiting[i].Reached.TrySetResult();
                    _waiting.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Waits until so many more are counted than now.</summary>
    /// <exception cref="TimeoutException">They are not in time.</exception>
    public Task WaitForMoreAsync(long more, TimeSpan bound, CancellationToken cancellation)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((_count + more, reached));
        }

        return reached.Task.WaitAsync(bound, cancellation);
    }
}
