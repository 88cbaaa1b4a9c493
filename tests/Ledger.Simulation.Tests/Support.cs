using Ledger.Primitives;

namespace Ledger.Simulation.Tests;

/// <summary>Histories that real clusters made, for tests to doctor.</summary>
internal static class Support
{
    /// <summary>A healthy run of four nodes with some blocks.</summary>
    public static Cluster RunHealthy(int requests = 12, ulong seed = 7)
    {
        var cluster = new Cluster(new ClusterOptions { Seed = seed });
        for (var i = 0; i < requests; i++)
        {
            cluster.Workload.Submit(NewRequest(cluster), cluster.Nodes[i % 4]);
            cluster.Run(10);
        }

        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 5_000));
        return cluster;
    }

    /// <summary>A request that is valid for long.</summary>
    public static Transaction NewRequest(Cluster cluster)
    {
        var height = cluster.Chain.Height;
        return cluster.Transactions.MakeAdd(0, height, height + 40, "count", 1);
    }

    /// <summary>What the check with this name says of an action.</summary>
    public static void Refuses(string check, Action action) =>
        Assert.Equal(check, Assert.Throws<SimulationFailedException>(action).Check);
}
