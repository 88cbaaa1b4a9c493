namespace Ledger.Simulation;

/// <summary>A client hands one request to several nodes, and one that is long executed once more.</summary>
internal sealed class DuplicateRequestFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var cluster = scene.Cluster;
        var height = cluster.Chain.Height;
        var transaction = cluster.Transactions.MakeAdd(
            scene.Random.Below(SimulatedGenesis.ClientCount), height, height + 30, "twice", 1);
        cluster.Workload.Submit(transaction);
        for (var i = 0; i < 3; i++)
        {
            scene.AnyNode().Submit(transaction);
        }

        var blocks = cluster.Chain.Blocks;
        var old = blocks.Count == 0 ? null : scene.Random.Pick(blocks);
        if (old is { Batch.Transactions.Count: > 0 })
        {
            scene.AnyNode().Submit(old.Batch.Transactions[0]);
        }

        cluster.Count(CoverageKind.DuplicateRequest);
    }
}
