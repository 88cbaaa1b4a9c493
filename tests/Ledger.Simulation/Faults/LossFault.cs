namespace Ledger.Simulation;

/// <summary>Messages are lost on all links, for a while.</summary>
internal sealed class LossFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        scene.Cluster.Network.Conditions.LossPercent = scene.Random.Below(1 + scene.Random.Below(40));
        scene.Trace($"loss {scene.Cluster.Network.Conditions.LossPercent} %");
    }
}
