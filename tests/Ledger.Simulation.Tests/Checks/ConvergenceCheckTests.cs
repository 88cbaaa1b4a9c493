namespace Ledger.Simulation.Tests.Checks;

/// <summary>The check of convergence fails on networks that are not through.</summary>
public sealed class ConvergenceCheckTests
{
    private readonly Cluster _cluster = Support.RunHealthy();

    private ConvergenceCheck Check => _cluster.Checks.Convergence;

    [Fact]
    public void A_network_that_agrees_passes() => Check.Require(_cluster);

    [Fact]
    public void A_node_that_is_down_is_not_agreement()
    {
        _cluster.Nodes[3].Crash(CoverageKind.CrashWhileIdle);
        Support.Refuses("convergence", () => Check.Require(_cluster));
    }

    [Fact]
    public void A_node_that_is_behind_is_not_agreement()
    {
        _cluster.Nodes[3].Crash(CoverageKind.CrashWhileIdle);
        _cluster.Workload.Submit(Support.NewRequest(_cluster), _cluster.Nodes[0]);
        Assert.True(_cluster.RunUntil(() => _cluster.Workload.Count == 0, 2_000));
        _cluster.Nodes[3].Start();
        Support.Refuses("convergence", () => Check.Require(_cluster));
    }

    [Fact]
    public void A_request_that_waits_is_not_progress()
    {
        _cluster.Workload.Submit(Support.NewRequest(_cluster));
        Support.Refuses("convergence", () => Check.Require(_cluster));
    }

    [Fact]
    public void A_request_whose_window_passed_while_others_were_served_is_starvation()
    {
        var request = _cluster.Transactions.MakeAdd(0, 0, _cluster.Chain.Height, "starved", 1);
        Support.Refuses("no starvation", () => Check.RequireServed(_cluster, [request]));
        var waiting = Support.NewRequest(_cluster);
        Assert.False(Check.RequireServed(_cluster, [waiting]));
        _cluster.Workload.Submit(waiting);
        Assert.True(_cluster.RunUntil(() => Check.RequireServed(_cluster, [waiting]), 2_000));
    }

    [Fact]
    public void A_state_that_its_root_does_not_cover_is_found()
    {
        _cluster.Nodes[2].Disk.Contents.State.Set([7], [7]);
        Support.Refuses("state root", () => Check.Require(_cluster));
    }
}
