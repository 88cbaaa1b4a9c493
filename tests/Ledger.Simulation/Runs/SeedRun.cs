using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// One seed from beginning to end: a network under the faults that the seed draws, every check at work; then healed,
/// and given a bounded time to agree.
/// </summary>
internal sealed class SeedRun
{
    private const int ConvergenceStep = 50;
    private const int TrickleStep = 120;
    private readonly SeedPlan _plan;
    private readonly Cluster _cluster;
    private readonly FaultScene _scene;

    private SeedRun(ulong seed, int? nodeCount, bool isTraced)
    {
        _plan = new SeedPlan(seed, nodeCount);
        _cluster = new Cluster(new ClusterOptions
        {
            Seed = seed,
            NodeCount = _plan.NodeCount,
            SpareCount = _plan.SpareCount,
            Twins = _plan.Twins,
            IsTraced = isTraced,
        });
        _scene = new FaultScene(_cluster, _plan.Random, new FaultBudget(_cluster), new Administrators(_cluster));
        foreach (var number in _plan.Byzantine)
        {
            ByzantineCast.Corrupt(_cluster.Nodes[number], _plan.Random);
        }

        _cluster.Crashed = node => CrashFault.RestartLater(_scene, node);
    }

    /// <summary>Runs a seed. Nothing is thrown: a failure is in the result.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="nodeCount">Validators; null to let the seed draw.</param>
    /// <param name="isTraced">Whether every step is written down.</param>
    public static SeedResult Run(ulong seed, int? nodeCount, bool isTraced)
    {
        var run = new SeedRun(seed, nodeCount, isTraced);
        Exception? failure = null;
        try
        {
            run.Play();
        }
        catch (Exception e)
        {
            failure = e;
            run._cluster.Trace.Add(run._cluster.Time.Now, "check", $"fails: {e.Message}");
        }

        return new SeedResult(seed, run._cluster.Coverage, failure, run._cluster.Trace, run.Summary);
    }

    private string Summary =>
        $"n={_plan.NodeCount} spares={_plan.SpareCount} byzantine=[{string.Join(",", _plan.Byzantine)}] " +
        $"twins=[{string.Join(",", _plan.Twins)}] " +
        $"blocks={_cluster.Chain.Height} epochs={_cluster.Chain.Epochs.Count} " +
        $"time={_cluster.Time.Now}ms events={_cluster.Time.FiredCount} messages={_cluster.Network.SentCount} " +
        $"requests={_cluster.Workload.SubmittedCount} expired={_cluster.Workload.ExpiredCount}";

    private void Play()
    {
        StrikeLater();
        RequestLater();
        _cluster.Run(_plan.ChaosMilliseconds);
        _scene.IsHealed = true;
        _scene.Trace("all faults end");
        _cluster.Heal();
        Converge();
        ServeEverybody();
        Converge();
        _cluster.Checks.Convergence.Require(_cluster);
    }

    // No client starves: a request of each is executed though others never cease to be served (§4.4, censorship).
    private void ServeEverybody()
    {
        var last = new List<Transaction>();
        var from = _cluster.Chain.Height;
        for (var client = 0; client < SimulatedGenesis.ClientCount; client++)
        {
            last.Add(_cluster.Transactions.MakeAdd(client, from, from + SimulatedGenesis.ValidityWindowMax, "last", 1));
            _cluster.Workload.Submit(last[^1]);
        }

        var end = _cluster.Time.Now + ConvergenceCheck.Budget;
        while (!_cluster.Checks.Convergence.RequireServed(_cluster, last) && _cluster.Time.Now < end)
        {
            _cluster.Workload.SubmitAny();
            _cluster.Run(TrickleStep);
        }
    }

    private void Converge()
    {
        var end = _cluster.Time.Now + ConvergenceCheck.Budget;
        while (!_cluster.Checks.Convergence.Holds(_cluster))
        {
            if (_cluster.Time.Now >= end)
            {
                _cluster.Checks.Convergence.Require(_cluster);
            }

            _cluster.Run(ConvergenceStep);
        }
    }

    private void StrikeLater() => _scene.After(_plan.Random.Between(1, _plan.StrikeIntervalMax), () =>
    {
        if (_plan.Faults.Count > 0 && !_scene.HasAdversary)
        {
            _plan.Random.Pick(_plan.Faults).Strike(_scene);
        }

        StrikeLater();
    });

    private void RequestLater() => _scene.After(_plan.Random.Between(1, _plan.RequestIntervalMax), () =>
    {
        _cluster.Workload.SubmitAny();
        RequestLater();
    });
}
