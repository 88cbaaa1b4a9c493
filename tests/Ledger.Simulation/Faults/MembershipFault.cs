using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// The members change while all else goes on: a spare is added, a member removed or replaced, a key rotated. Never to
/// members of whom more than f are faulty.
/// </summary>
internal sealed class MembershipFault : Fault
{
    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        if (scene.Cluster.Chain.Change != null)
        {
            return;
        }

        if (scene.Random.Chance(30))
        {
            Rotate(scene);
            return;
        }

        var members = scene.Cluster.Chain.Newest;
        var proposal = Propose(scene, members, scene.Random.Below(3));
        if (proposal?.ApplyTo(members, out _) is { } next && scene.Budget.Admits(next))
        {
            scene.Trace(proposal.ToString());
            scene.Administrators.Decide(proposal);
        }
    }

    private static MembershipProposal? Propose(FaultScene scene, Membership members, int kind)
    {
        var leaving = scene.Random.Pick(members.Validators).Name;
        if (kind == 1)
        {
            return MembershipProposal.Remove(members, leaving);
        }

        if (SpareOf(scene, members) is not { } spare)
        {
            return null;
        }

        var coming = SimulatedGenesis.ValidatorOf(spare.Number);
        return kind == 0
            ? MembershipProposal.Add(members, coming)
            : MembershipProposal.Replace(members, leaving, coming);
    }

    // A machine that is no member and never was: its disk is new and it has voted nowhere.
    private static SimulatedNode? SpareOf(FaultScene scene, Membership members)
    {
        foreach (var node in scene.Cluster.Nodes)
        {
            if (node.Number >= scene.Cluster.Genesis.NodeCount && !node.IsDead && node.Incarnation == 0 &&
                members.Find(node.Name) == null && !scene.Cluster.HasBeenMember(node.Name))
            {
                return node;
            }
        }

        return null;
    }

    private static void Rotate(FaultScene scene)
    {
        var node = scene.AnyNode();
        if (!node.IsByzantine && !node.IsDead && node.Incarnation == 0 &&
            scene.Cluster.Chain.Newest.Find(node.Name) != null)
        {
            scene.Trace($"rotates the key of {node}");
            scene.Administrators.Rotate(node);
        }
    }
}
