using Ledger.Consensus;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation.Tests.Nodes;

/// <summary>Networks that are led by hand, step by step: the programmatic face of the simulator.</summary>
public sealed class ClusterTests
{
    [Fact]
    public void Without_faults_no_view_changes_and_everything_is_executed()
    {
        var cluster = Support.RunHealthy(requests: 60);
        Assert.Equal(0, cluster.Coverage.TimesOf(CoverageKind.ViewChange));
        Assert.Equal(0, cluster.Coverage.TimesOf(CoverageKind.Evidence));
        Assert.Equal(0, cluster.Workload.ExpiredCount);
        cluster.Checks.Convergence.Require(cluster);
    }

    [Fact]
    public void A_dead_primary_is_replaced()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 3 });
        cluster.Run(50);
        cluster.Nodes[0].Crash(CoverageKind.CrashWhileIdle);
        cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[1]);
        Assert.True(cluster.RunUntil(() => cluster.Workload.Count == 0, 3_000));
        Assert.Equal(1ul, cluster.Nodes[1].View.Value);
    }

    [Theory]
    [InlineData((int)CrashPoint.BeforeWrite)]
    [InlineData((int)CrashPoint.BeforeSync)]
    [InlineData((int)CrashPoint.AfterSync)]
    [InlineData((int)CrashPoint.BetweenSends)]
    [InlineData((int)CrashPoint.BeforeBlockWrite)]
    [InlineData((int)CrashPoint.BeforeBlockSync)]
    [InlineData((int)CrashPoint.AfterBlockCommit)]
    public void All_nodes_may_crash_at_every_point(int point)
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 11 });
        cluster.Crashed = node => cluster.Time.Schedule(20, node.Start);
        for (var round = 0; round < 6; round++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster));
            foreach (var node in cluster.Nodes)
            {
                node.ArmCrash((CrashPoint)point, round % 3);
            }

            cluster.Run(150);
        }

        Assert.True(cluster.Coverage.TimesOf(CoverageKind.CrashWhileIdle + point) > 4);
        cluster.Heal();
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 20_000));
        cluster.Checks.Convergence.Require(cluster);
    }

    [Fact]
    public void A_node_far_behind_takes_a_snapshot()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 4 });
        cluster.Nodes[3].Crash(CoverageKind.CrashWhileIdle);
        for (var i = 0; i < 40; i++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[i % 3]);
            cluster.Run(15);
        }

        cluster.Nodes[3].Start();
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 5_000));
        Assert.True(cluster.Coverage.TimesOf(CoverageKind.Snapshot) > 0);
        cluster.Checks.Convergence.Require(cluster);
    }

    [Fact]
    public void A_member_that_lost_its_disk_rejoins_by_the_contract()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 6 });
        var administrators = new Administrators(cluster);
        var node = cluster.Nodes[2];
        cluster.Workload.Submit(Support.NewRequest(cluster));
        cluster.Run(200);
        node.LoseDisk();
        node.Start();
        cluster.Run(300);
        Assert.Equal(ReplicaMode.Observer, node.Status!.Mode);

        administrators.Rejoin(node);
        Assert.True(cluster.RunUntil(() => !node.HasLostDisk, 10_000));
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 5_000));
        Assert.Equal(2, cluster.Chain.Epochs.Count);

        // Now every quorum needs it.
        cluster.Nodes[0].Crash(CoverageKind.CrashWhileIdle);
        cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[1]);
        Assert.True(cluster.RunUntil(() => cluster.Workload.Count == 0, 10_000));
    }

    [Fact]
    public void A_spare_is_added_a_key_rotated_and_a_member_removed()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 8, SpareCount = 1 });
        var administrators = new Administrators(cluster);
        administrators.Decide(MembershipProposal.Add(cluster.Chain.Newest, SimulatedGenesis.ValidatorOf(4)));
        Settle(cluster, epochs: 2);
        Assert.Equal(5, cluster.Chain.Epoch.Membership.Count);

        administrators.Rotate(cluster.Nodes[1]);
        Settle(cluster, epochs: 3);
        Assert.NotEqual(
            cluster.Chain.Epochs[1].Membership.Validators[1].PublicKey.ToArray(),
            cluster.Chain.Epoch.Membership.Validators[1].PublicKey.ToArray());

        administrators.Decide(MembershipProposal.Remove(cluster.Chain.Newest, "node0"));
        Settle(cluster, epochs: 4);
        Assert.Equal(ReplicaMode.Observer, cluster.Nodes[0].Status!.Mode);
        Assert.Equal(new ReplicaId(3), cluster.Nodes[4].Status!.Self);
        cluster.Checks.Convergence.Require(cluster);
    }

    [Fact]
    public void Twins_are_one_fault_and_harm_nobody()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 9, Twins = [1] });
        Assert.Equal("node1'", cluster.Nodes[^1].Label);
        cluster.Network.Partition(new HashSet<SimulatedNode> { cluster.Nodes[1], cluster.Nodes[2] });
        for (var i = 0; i < 10; i++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster));
            cluster.Run(40);
        }

        cluster.Heal();
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 20_000));
        cluster.Checks.Convergence.Require(cluster);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(31)]
    public void Large_networks_agree_too(int count)
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 10, NodeCount = count });
        for (var i = 0; i < 6; i++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[i]);
        }

        cluster.Nodes[0].Crash(CoverageKind.CrashWhileIdle);
        Assert.True(cluster.RunUntil(() => cluster.Workload.Count == 0, 10_000));
        cluster.Heal();
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 10_000));
    }

    private static void Settle(Cluster cluster, int epochs)
    {
        Assert.True(cluster.RunUntil(
            () => cluster.Chain.Epochs.Count == epochs && cluster.Checks.Convergence.Holds(cluster), 20_000));
    }
}
