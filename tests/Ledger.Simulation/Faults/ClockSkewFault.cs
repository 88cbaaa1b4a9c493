namespace Ledger.Simulation;

/// <summary>
/// A wall clock is set forth or back: within what the others accept, or, as one of the f faults, far beyond.
/// </summary>
internal sealed class ClockSkewFault : Fault
{
    private const int TolerableMax = 200;
    private const int WildMax = 20_000;

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var node = scene.AnyNode();
        var isWild = scene.Random.Chance(30) && (scene.Budget.WildClocks.Contains(node) || scene.Budget.Allows(node));
        var most = isWild ? WildMax : TolerableMax;
        node.Clock.Skew = scene.Random.Between(-most, most);
        if (isWild)
        {
            scene.Budget.WildClocks.Add(node);
        }
        else
        {
            scene.Budget.WildClocks.Remove(node);
        }

        scene.Cluster.Count(CoverageKind.ClockSkew);
        scene.Trace($"wall clock of {node} off by {node.Clock.Skew} ms");
    }
}
