namespace Ledger.Simulation;

/// <summary>
/// Old messages, also of older views and epochs, are delivered again: a few at once, or one now and then.
/// </summary>
internal sealed class ReplayFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        scene.Cluster.Network.Conditions.ReplayPercent = scene.Random.Below(10);
        for (var i = scene.Random.Below(20); i > 0; i--)
        {
            scene.Cluster.Network.Replay();
        }
    }
}
