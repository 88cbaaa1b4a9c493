namespace Ledger.Simulation;

/// <summary>
/// A group is cut off from the rest, in both directions or in one; after a while, or by the next cut, it is back.
/// </summary>
/// <param name="isSymmetric">Whether both directions are cut.</param>
internal sealed class PartitionFault(bool isSymmetric) : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var (cluster, random) = (scene.Cluster, scene.Random);
        var group = new HashSet<SimulatedNode>();
        for (var i = random.Between(1, cluster.Nodes.Count - 1); i > 0; i--)
        {
            group.Add(scene.AnyNode());
        }

        if (isSymmetric)
        {
            cluster.Network.Partition(group);
        }
        else
        {
            CutOneWay(cluster, group);
        }

        cluster.Count(isSymmetric ? CoverageKind.SymmetricPartition : CoverageKind.AsymmetricPartition);
        scene.Trace($"{(isSymmetric ? "cuts" : "cuts one way")} {string.Join(", ", group)}");
        scene.After(random.Between(30, random.Chance(20) ? 1000 : 250), () => Restore(cluster));
    }

    private static void CutOneWay(Cluster cluster, HashSet<SimulatedNode> group)
    {
        foreach (var from in cluster.Nodes)
        {
            foreach (var to in cluster.Nodes)
            {
                cluster.Network.SetCut(from, to, group.Contains(from) && !group.Contains(to));
            }
        }
    }

    private static void Restore(Cluster cluster) => cluster.Network.Partition(new HashSet<SimulatedNode>());
}
