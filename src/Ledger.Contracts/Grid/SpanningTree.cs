using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>
/// The closed branches of a network as a tree from the slack bus, and the branches that close loops. Immutable.
/// </summary>
public sealed class SpanningTree
{
    /// <summary>Walks the network from its slack bus, O(buses + branches).</summary>
    /// <exception cref="ContractRejection">A bus is not connected.</exception>
    public SpanningTree(GridNetwork network)
    {
        Network = network;
        ParentBranch = new int[network.Buses.Length];
        Array.Fill(ParentBranch, -2);
        Order = new int[network.Buses.Length];
        var chords = new List<int>();
        var (starts, ends) = Ends(network);
        var used = new bool[network.Branches.Length];
        ParentBranch[network.Slack] = -1;
        Order[0] = network.Slack;
        var count = 1;
        for (var next = 0; next < count; next++)
        {
            var bus = Order[next];
            for (var i = starts[bus]; i < starts[bus + 1]; i++)
            {
                var branch = ends[i];
                if (used[branch])
                {
                    continue;
                }

                used[branch] = true;
                var other = network.From[branch] == bus ? network.To[branch] : network.From[branch];
                if (ParentBranch[other] != -2)
                {
                    chords.Add(branch);
                    continue;
                }

                ParentBranch[other] = branch;
                Order[count] = other;
                count++;
            }
        }

        Chords = chords.ToArray();
        for (var bus = 0; bus < ParentBranch.Length; bus++)
        {
            if (ParentBranch[bus] == -2)
            {
                throw new ContractRejection("bus " + network.Buses[bus].Number + " is not connected to the slack bus");
            }
        }
    }

    /// <summary>The network.</summary>
    public GridNetwork Network { get; }

    /// <summary>Buses, parents before children; the slack bus first.</summary>
    public int[] Order { get; }

    /// <summary>The branch toward the slack bus of each bus; -1 for the slack bus.</summary>
    public int[] ParentBranch { get; }

    /// <summary>Closed branches outside the tree.</summary>
    public int[] Chords { get; }

    /// <summary>The tree of a radial feeder.</summary>
    /// <exception cref="ContractRejection">A bus is not connected, or closed branches make a loop.</exception>
    public static SpanningTree OfRadial(GridNetwork network)
    {
        var tree = new SpanningTree(network);
        if (tree.Chords.Length > 0)
        {
            throw new ContractRejection(
                "branch " + network.Branches[tree.Chords[0]].Number + " closes a loop; a feeder is radial");
        }

        return tree;
    }

    /// <summary>The bus next to this one toward the slack bus; not for the slack bus itself.</summary>
    public int ParentOf(int bus)
    {
        var branch = ParentBranch[bus];
        return Network.From[branch] == bus ? Network.To[branch] : Network.From[branch];
    }

    /// <summary>The bus of a tree branch that is farther from the slack bus.</summary>
    public int ChildOf(int branch) =>
        ParentBranch[Network.To[branch]] == branch ? Network.To[branch] : Network.From[branch];

    /// <summary>Sums over the subtree of each bus.</summary>
    public Int128[] SubtreeSums(Int128[] values)
    {
        var sums = new Int128[values.Length];
        for (var i = Order.Length - 1; i >= 0; i--)
        {
            var bus = Order[i];
            sums[bus] += values[bus];
            if (ParentBranch[bus] >= 0)
            {
                sums[ParentOf(bus)] += sums[bus];
            }
        }

        return sums;
    }

    /// <summary>The closed branches at each bus, in the order of the branches.</summary>
    private static (int[] Starts, int[] Branches) Ends(GridNetwork network)
    {
        var starts = new int[network.Buses.Length + 1];
        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (network.Branches[i].IsClosed)
            {
                starts[network.From[i] + 1]++;
                starts[network.To[i] + 1]++;
            }
        }

        for (var bus = 0; bus < network.Buses.Length; bus++)
        {
            starts[bus + 1] += starts[bus];
        }

        var branches = new int[starts[network.Buses.Length]];
        var next = new int[network.Buses.Length];
        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (network.Branches[i].IsClosed)
            {
                var (from, to) = (network.From[i], network.To[i]);
                branches[starts[from] + next[from]] = i;
                next[from]++;
                branches[starts[to] + next[to]] = i;
                next[to]++;
            }
        }

        return (starts, branches);
    }
}
