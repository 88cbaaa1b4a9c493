using System.Collections.Concurrent;

namespace Ledger.Cli.Demo;

/// <summary>
/// Times from handing in a transaction to its receipt. As many as there are transactions. Thread safe.
/// </summary>
internal sealed class LatencyLog
{
    private readonly ConcurrentBag<TimeSpan> _times = [];

    public void Add(TimeSpan time) => _times.Add(time);

    public Percentiles Percentiles() => Cli.Percentiles.Of(_times);
}
