namespace Ledger.Simulation;

/// <summary>A node is gone for good: one of the f faults.</summary>
internal sealed class DeathFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var node = scene.AnyNode();
        if (!node.IsDead && scene.Random.Chance(25) && scene.Budget.Allows(node))
        {
            node.Crash(CoverageKind.CrashWhileIdle);
            node.IsDead = true;
            scene.Cluster.Count(CoverageKind.Death);
            scene.Trace($"{node} is gone for good");
        }
    }
}
