namespace Ledger.Simulation;

/// <summary>One direction of one link is slow, for a while.</summary>
internal sealed class SlowLinkFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var (from, to) = (scene.AnyNode(), scene.AnyNode());
        var network = scene.Cluster.Network;
        network.SetExtraDelay(from, to, scene.Random.Between(20, 400));
        scene.Trace($"slow link {from}->{to}");
        scene.After(scene.Random.Between(100, 1000), () => network.SetExtraDelay(from, to, 0));
    }
}
