namespace Ledger.Simulation;

/// <summary>A node crashes where it stands, or at the next await point of a chosen kind, and comes back.</summary>
internal sealed class CrashFault : Fault
{
    private static readonly CrashPoint[] Points = Enum.GetValues<CrashPoint>();

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var node = scene.AnyNode();
        if (!node.IsUp)
        {
            return;
        }

        var point = scene.Random.Pick(Points);
        scene.Trace($"{node} is to crash: {point}");
        if (point is CrashPoint.DuringCatchUp or CrashPoint.DuringSnapshot)
        {
            // It has to be behind before it can catch up.
            node.Crash(CoverageKind.CrashWhileIdle);
            scene.After(scene.Random.Between(100, 700), () =>
            {
                node.Start();
                node.ArmCrash(point, scene.Random.Below(3));
            });
            return;
        }

        node.ArmCrash(point, scene.Random.Below(3));
        if (!node.IsUp)
        {
            RestartLater(scene, node);
        }
    }

    /// <summary>A node that is down comes back after a while.</summary>
    public static void RestartLater(FaultScene scene, SimulatedNode node) =>
        scene.After(scene.Random.Between(1, scene.Random.Chance(15) ? 1500 : 200), node.Start);
}
