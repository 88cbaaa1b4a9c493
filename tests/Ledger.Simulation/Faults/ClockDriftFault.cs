namespace Ledger.Simulation;

/// <summary>A clock runs up to a tenth fast or slow.</summary>
internal sealed class ClockDriftFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var node = scene.AnyNode();
        node.Clock.Drift = scene.Random.Between(-NodeClock.DriftMax / 2, NodeClock.DriftMax / 2);
        scene.Cluster.Count(CoverageKind.ClockDrift);
        scene.Trace($"clock of {node} drifts by {node.Clock.Drift} ppm");
    }
}
