using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The correct requests that are under way. A client hands its request to a node and, while nothing comes of it, again
/// to another: until it is in the chain, or its window has passed.
/// </summary>
internal sealed class Workload
{
    private const int RetryMin = 150;
    private const int RetryMax = 500;
    private const int Interval = 40;

    private readonly Cluster _cluster;
    private readonly SeededRandom _random;
    private readonly List<Request> _requests = [];
    private bool _isTicking;
    private int _names;

    /// <summary>No requests.</summary>
    public Workload(Cluster cluster, SeededRandom random)
    {
        _cluster = cluster;
        _random = random;
    }

    /// <summary>
    /// Requests that are neither executed nor void and that the next block may hold; those of a later window wait for
    /// blocks that others have to fill.
    /// </summary>
    public int Count
    {
        get
        {
            Settle();
            var count = 0;
            foreach (var request in _requests)
            {
                count += request.Transaction.Body.ValidFrom <= _cluster.Chain.Height + 1 ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Requests handed in so far.</summary>
    public long SubmittedCount { get; private set; }

    /// <summary>Requests whose window passed.</summary>
    public long ExpiredCount { get; private set; }

    /// <summary>A request of any client, of any window.</summary>
    public void SubmitAny()
    {
        var height = _cluster.Chain.Height;
        var length = _random.Chance(20)
            ? _random.Between(2, 8)
            : _random.Between(24, SimulatedGenesis.ValidityWindowMax - 4);
        var name = "count" + (_names++ % 5).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var from = _random.Chance(10) ? height + (ulong)_random.Below(4) : height;
        Submit(_cluster.Transactions.MakeAdd(
            _random.Below(SimulatedGenesis.ClientCount), from, from + (ulong)length, name, _random.Below(100)));
    }

    /// <summary>A request that is to be executed.</summary>
    public void Submit(Transaction transaction) => Submit(transaction, null);

    /// <summary>A request that is to be executed, first handed to a certain node.</summary>
    public void Submit(Transaction transaction, SimulatedNode? first)
    {
        SubmittedCount++;
        var request = new Request(transaction);
        _requests.Add(request);
        HandIn(request, first ?? _random.Pick(_cluster.Nodes));
        if (!_isTicking)
        {
            _isTicking = true;
            _cluster.Time.Schedule(Interval, Tick);
        }
    }

    private void HandIn(Request request, SimulatedNode node)
    {
        request.NextTryAt = _cluster.Time.Now + _random.Between(RetryMin, RetryMax);
        if (_cluster.Trace.IsOn)
        {
            _cluster.Trace.Add(
                _cluster.Time.Now, "client", $"hands {request.Transaction.Id.ToShortString()} to {node.Label}");
        }

        node.Submit(request.Transaction);
    }

    private void Tick()
    {
        Settle();
        foreach (var request in _requests)
        {
            if (request.NextTryAt <= _cluster.Time.Now)
            {
                HandIn(request, _random.Pick(_cluster.Nodes));
            }
        }

        _isTicking = _requests.Count > 0;
        if (_isTicking)
        {
            _cluster.Time.Schedule(Interval, Tick);
        }
    }

    private void Settle()
    {
        for (var i = _requests.Count - 1; i >= 0; i--)
        {
            var transaction = _requests[i].Transaction;
            var isExecuted = _cluster.Checks.Transactions.IsExecuted(transaction.Id);
            if (!isExecuted && transaction.Body.ValidUntil > _cluster.Chain.Height)
            {
                continue;
            }

            ExpiredCount += isExecuted ? 0 : 1;
            _requests.RemoveAt(i);
        }
    }

    private sealed class Request(Transaction transaction)
    {
        public Transaction Transaction { get; } = transaction;

        public long NextTryAt { get; set; }
    }
}
