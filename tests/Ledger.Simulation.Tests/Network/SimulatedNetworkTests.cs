namespace Ledger.Simulation.Tests.Network;

/// <summary>Links that are cut, slow, watched.</summary>
public sealed class SimulatedNetworkTests
{
    private readonly Cluster _cluster = new(new ClusterOptions { Seed = 5 });

    [Fact]
    public void A_cut_works_in_one_direction()
    {
        var (a, b) = (_cluster.Nodes[0], _cluster.Nodes[1]);
        _cluster.Network.SetCut(a, b, true);
        Assert.False(_cluster.Network.IsConnected(a, b));
        Assert.True(_cluster.Network.IsConnected(b, a));
        _cluster.Network.Heal();
        Assert.True(_cluster.Network.IsConnected(a, b));
    }

    [Fact]
    public void A_minority_alone_commits_nothing_and_the_rest_goes_on()
    {
        _cluster.Network.Partition(new HashSet<SimulatedNode> { _cluster.Nodes[0] });
        _cluster.Workload.Submit(Support.NewRequest(_cluster), _cluster.Nodes[1]);
        Assert.True(_cluster.RunUntil(() => _cluster.Workload.Count == 0, 10_000));
        Assert.Equal(0ul, _cluster.Nodes[0].Disk.Contents.Height);
        _cluster.Heal();
        Assert.True(_cluster.RunUntil(() => _cluster.Checks.Convergence.Holds(_cluster), 10_000));
    }

    [Fact]
    public void Packets_that_are_intercepted_arrive_when_they_are_handed_over()
    {
        var kept = new List<Packet>();
        _cluster.Network.Intercept = packet =>
        {
            kept.Add(packet);
            return true;
        };
        _cluster.Workload.Submit(Support.NewRequest(_cluster), _cluster.Nodes[0]);
        _cluster.Run(50);
        Assert.Equal(0ul, _cluster.Chain.Height);
        Assert.NotEmpty(kept);

        _cluster.Network.Intercept = null;
        foreach (var packet in kept)
        {
            _cluster.Network.Deliver(packet);
        }

        Assert.True(_cluster.RunUntil(() => _cluster.Workload.Count == 0, 1_000));
        Assert.Equal(0ul, _cluster.Nodes[1].View.Value);
    }

    [Fact]
    public void Replays_and_duplicates_change_nothing()
    {
        _cluster.Network.Conditions.DuplicationPercent = 100;
        _cluster.Network.Conditions.ReplayPercent = 50;
        for (var i = 0; i < 10; i++)
        {
            _cluster.Workload.Submit(Support.NewRequest(_cluster));
            _cluster.Run(20);
        }

        Assert.True(_cluster.RunUntil(() => _cluster.Checks.Convergence.Holds(_cluster), 5_000));
        Assert.True(_cluster.Coverage.TimesOf(CoverageKind.Replay) > 0);
        _cluster.Checks.Convergence.Require(_cluster);
    }
}
