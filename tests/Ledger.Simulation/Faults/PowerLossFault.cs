namespace Ledger.Simulation;

/// <summary>All nodes lose power at once; their disks are intact.</summary>
internal sealed class PowerLossFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        scene.Cluster.Count(CoverageKind.PowerLoss);
        foreach (var node in scene.Cluster.Nodes)
        {
            if (node.IsUp)
            {
                node.Crash(CoverageKind.CrashWhileIdle);
                CrashFault.RestartLater(scene, node);
            }
        }
    }
}
