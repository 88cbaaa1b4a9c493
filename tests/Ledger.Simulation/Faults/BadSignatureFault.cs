namespace Ledger.Simulation;

/// <summary>A client signs badly.</summary>
internal sealed class BadSignatureFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var height = scene.Cluster.Chain.Height;
        var good = scene.Cluster.Transactions.MakeAdd(1, height, height + 20, "spoilt", 1);
        scene.AnyNode().Submit(TransactionFactory.SpoilSignature(good));
        scene.Cluster.Count(CoverageKind.BadSignature);
    }
}
