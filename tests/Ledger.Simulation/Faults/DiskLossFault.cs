namespace Ledger.Simulation;

/// <summary>
/// A member's disk is lost, once in a run for each node. It comes back empty, follows, asks to rejoin, and votes again
/// when the ledger lists its new incarnation.
/// </summary>
internal sealed class DiskLossFault : Fault
{
    private const int AskInterval = 300;

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var node = scene.AnyNode();
        var members = scene.Cluster.Chain.Newest;
        if (node.IsByzantine || node.IsDead || node.Incarnation != 0 || members.Find(node.Name) == null ||
            !scene.Budget.Allows(node))
        {
            return;
        }

        node.LoseDisk();
        CrashFault.RestartLater(scene, node);
        scene.Cluster.Time.Schedule(AskInterval, () => Ask(scene, node));
    }

    // The node's operator asks again until the ledger has decided; also after healing.
    private static void Ask(FaultScene scene, SimulatedNode node)
    {
        var members = scene.Cluster.Chain.Newest;
        if (!node.HasLostDisk || members.Find(node.Name) is not { } place)
        {
            return;
        }

        var isDecided = members.Validators[place.Value].Incarnation == node.Incarnation;
        if (!isDecided && scene.Cluster.Chain.Change == null && node.IsUp)
        {
            scene.Administrators.Rejoin(node);
        }

        scene.Cluster.Time.Schedule(AskInterval, () => Ask(scene, node));
    }
}
