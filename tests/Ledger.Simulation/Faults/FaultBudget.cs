using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Keeps the number of faulty members at or below f, in the membership at work and in the one to come: Byzantine nodes,
/// twins (two machines, one fault), nodes whose disk is lost, nodes that are gone for good, and clocks beyond the
/// tolerated skew. Crashes with intact disks do not count: they may be any number, for a while.
/// </summary>
internal sealed class FaultBudget(Cluster cluster)
{
    private readonly List<(Digest Start, Membership Next)> _proposed = [];

    /// <summary>Nodes whose clock is beyond what the others accept.</summary>
    public HashSet<SimulatedNode> WildClocks { get; } = [];

    /// <summary>Whether one more node may become faulty.</summary>
    public bool Allows(SimulatedNode more)
    {
        var newest = cluster.Chain.Newest;
        foreach (var (start, next) in _proposed)
        {
            if (start == newest.Hash && !Fits(next, more))
            {
                return false;
            }
        }

        return Fits(cluster.Chain.Epoch.Membership, more) && Fits(newest, more) && Fits(more.Epoch.Membership, more);
    }

    /// <summary>
    /// Whether members may follow the newest ones, as the nodes are now; if so, they count from now on, since the
    /// organisations may decide at any time.
    /// </summary>
    public bool Admits(Membership next)
    {
        if (!Fits(next, null))
        {
            return false;
        }

        _proposed.Add((cluster.Chain.Newest.Hash, next));
        return true;
    }

    private bool Fits(Membership members, SimulatedNode? more)
    {
        var faulty = 0;
        for (var i = 0; i < members.Count; i++)
        {
            foreach (var node in cluster.NodesNamed(members.Validators[i].Name))
            {
                if (IsFaulty(node) || node == more)
                {
                    faulty++;
                    break;
                }
            }
        }

        return faulty <= members.FaultsMax;
    }

    private bool IsFaulty(SimulatedNode node) =>
        node.IsByzantine || node.IsDead || node.HasLostDisk || WildClocks.Contains(node);
}
