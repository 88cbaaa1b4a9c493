namespace Ledger.Simulation;

/// <summary>One client hands in far more than its share, to one node.</summary>
internal sealed class FloodFault : Fault
{
    private const int Count = 40;

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        if (!scene.Random.Chance(25))
        {
            return;
        }

        var node = scene.AnyNode();
        var height = scene.Cluster.Chain.Height;
        for (var i = 0; i < Count; i++)
        {
            node.Submit(scene.Cluster.Transactions.MakeAdd(0, height, height + 12, "flood", 1));
        }

        scene.Cluster.Count(CoverageKind.RequestFlood);
        scene.Trace($"floods {node}");
    }
}
