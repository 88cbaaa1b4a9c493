namespace Ledger.Simulation;

/// <summary>
/// Runs many seeds on several threads, each seed in one of them and independent of all others. A seed that fails runs
/// again with its steps written down.
/// </summary>
internal sealed class SeedBatch(SeedRange range, int? nodeCount, int threadCount)
{
    private readonly Lock _lock = new();
    private readonly CoverageCounts _coverage = new();
    private readonly List<SeedResult> _failures = [];
    private ulong _next = range.First;
    private ulong _passed;

    /// <summary>What all seeds together have met.</summary>
    public CoverageCounts Coverage => _coverage;

    /// <summary>Seeds that failed, with their traces, ascending.</summary>
    public IReadOnlyList<SeedResult> Failures => _failures;

    /// <summary>Seeds that held.</summary>
    public ulong PassedCount => _passed;

    /// <summary>Runs all of them.</summary>
    /// <param name="failed">Told of each failure at once, on the thread that found it, one at a time.</param>
    public void Run(Action<SeedResult> failed)
    {
        var threads = new Thread[threadCount];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Work(failed));
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        _failures.Sort(static (x, y) => x.Seed.CompareTo(y.Seed));
    }

    private void Work(Action<SeedResult> failed)
    {
        var coverage = new CoverageCounts();
        ulong passed = 0;
        while (TryTake(out var seed))
        {
            var result = SeedRun.Run(seed, nodeCount, isTraced: false);
            coverage.AddRun(result.Coverage);
            if (result.Failure == null)
            {
                passed++;
                continue;
            }

            var traced = SeedRun.Run(seed, nodeCount, isTraced: true);
            lock (_lock)
            {
                _failures.Add(traced);
                failed(traced);
            }
        }

        lock (_lock)
        {
            _coverage.AddSums(coverage);
            _passed += passed;
        }
    }

    private bool TryTake(out ulong seed)
    {
        lock (_lock)
        {
            seed = _next;
            if (_next > range.Last)
            {
                return false;
            }

            _next++;
            return true;
        }
    }
}
