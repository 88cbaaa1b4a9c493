namespace Ledger.Simulation;

/// <summary>Some messages take long, so that later ones overtake them.</summary>
internal sealed class DelayFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var conditions = scene.Cluster.Network.Conditions;
        conditions.LongDelayPercent = scene.Random.Below(40);
        conditions.LongDelayMax = scene.Random.Between(10, scene.Random.Chance(20) ? 900 : 150);
        scene.Trace($"{conditions.LongDelayPercent} % of the messages take up to {conditions.LongDelayMax} ms more");
    }
}
