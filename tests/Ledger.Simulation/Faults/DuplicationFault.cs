namespace Ledger.Simulation;

/// <summary>Messages arrive twice.</summary>
internal sealed class DuplicationFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene) =>
        scene.Cluster.Network.Conditions.DuplicationPercent = scene.Random.Below(25);
}
