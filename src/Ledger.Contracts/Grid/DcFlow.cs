using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>
/// DC flow of a meshed network, exactly. Instead of angles the flows of the branches that close loops are unknown: along
/// each loop the sum of reactance x flow is 0. That gives one equation per loop with whole numbers of little size;
/// everything else follows from the tree. Flows are numerators over one <see cref="Denominator"/>. Pure.
/// </summary>
public sealed class DcFlow
{
    /// <summary>Most independent loops.</summary>
    public const int LoopsMax = 96;

    private readonly SpanningTree _tree;
    private readonly int[][] _loops;
    private readonly int[] _cases;
    private readonly ExactInteger[][] _chords;
    private readonly Int128[][] _base;

    /// <summary>Solves the network for its own injections and for 1 W at each of some buses.</summary>
    /// <param name="tree">The network; every closed branch has a positive reactance.</param>
    /// <param name="unitBuses">Buses at which 1 W is injected and taken out at the slack bus.</param>
    /// <exception cref="ContractRejection">A reactance is 0, or there are too many loops.</exception>
    public DcFlow(SpanningTree tree, int[] unitBuses)
    {
        _tree = tree;
        _cases = unitBuses;
        foreach (var (branch, index) in Closed(tree.Network))
        {
            if (branch.ReactanceMicroOhm == 0)
            {
                throw new ContractRejection("branch " + tree.Network.Branches[index].Number + " has no reactance");
            }
        }

        if (tree.Chords.Length > LoopsMax)
        {
            throw new ContractRejection("a network has at most 96 independent loops");
        }

        _loops = Loops(tree);
        _base = TreeFlows();
        var (matrix, right) = Equations();
        Denominator = LinearSolver.Solve(matrix, right);
        _chords = right;
    }

    /// <summary>What all numerators are over; positive.</summary>
    public ExactInteger Denominator { get; }

    /// <summary>
    /// Numerator of the flow over a closed branch, in W: case 0 is the network's own, case i + 1 that of the i-th unit
    /// bus.
    /// </summary>
    public ExactInteger Numerator(int branch, int number)
    {
        var flow = ExactInteger.Of(_base[number][branch]).Multiply(Denominator);
        for (var loop = 0; loop < _loops.Length; loop++)
        {
            if (_loops[loop][branch] != 0)
            {
                var part = _chords[loop][number];
                flow = _loops[loop][branch] > 0 ? flow.Add(part) : flow.Subtract(part);
            }
        }

        return flow;
    }

    private static List<(GridBranch Branch, int Index)> Closed(GridNetwork network)
    {
        var closed = new List<(GridBranch Branch, int Index)>();
        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (network.Branches[i].IsClosed)
            {
                closed.Add((network.Branches[i], i));
            }
        }

        return closed;
    }

    /// <summary>For each chord the direction, 1 or -1, in which its loop runs through each branch; 0 outside.</summary>
    private static int[][] Loops(SpanningTree tree)
    {
        var network = tree.Network;
        var loops = new int[tree.Chords.Length][];
        for (var i = 0; i < loops.Length; i++)
        {
            loops[i] = new int[network.Branches.Length];
            var chord = tree.Chords[i];
            loops[i][chord] = 1;

            // Along the chord, then back through the tree: up from its end, down to its start.
            Walk(tree, loops[i], network.To[chord], 1);
            Walk(tree, loops[i], network.From[chord], -1);
        }

        return loops;
    }

    private static void Walk(SpanningTree tree, int[] loop, int bus, int direction)
    {
        while (tree.ParentBranch[bus] >= 0)
        {
            var branch = tree.ParentBranch[bus];
            loop[branch] += tree.Network.From[branch] == bus ? direction : -direction;
            bus = tree.ParentOf(bus);
        }
    }

    /// <summary>The flows when nothing goes over the chords, per case.</summary>
    private Int128[][] TreeFlows()
    {
        var network = _tree.Network;
        var flows = new Int128[_cases.Length + 1][];
        for (var i = 0; i < flows.Length; i++)
        {
            var consumption = new Int128[network.Buses.Length];
            for (var bus = 0; bus < consumption.Length; bus++)
            {
                consumption[bus] = i == 0 ? network.Buses[bus].ActiveW : bus == _cases[i - 1] ? -1 : 0;
            }

            var into = _tree.SubtreeSums(consumption);
            flows[i] = new Int128[network.Branches.Length];
            for (var bus = 0; bus < consumption.Length; bus++)
            {
                var branch = _tree.ParentBranch[bus];
                if (branch >= 0)
                {
                    flows[i][branch] = network.To[branch] == bus ? into[bus] : -into[bus];
                }
            }
        }

        return flows;
    }

    private (ExactInteger[][] Matrix, ExactInteger[][] Right) Equations()
    {
        var branches = _tree.Network.Branches;
        var matrix = new ExactInteger[_loops.Length][];
        var right = new ExactInteger[_loops.Length][];
        for (var row = 0; row < _loops.Length; row++)
        {
            matrix[row] = new ExactInteger[_loops.Length];
            for (var column = 0; column < _loops.Length; column++)
            {
                Int128 sum = 0;
                for (var i = 0; i < branches.Length; i++)
                {
                    sum += _loops[row][i] * _loops[column][i] * (Int128)branches[i].ReactanceMicroOhm;
                }

                matrix[row][column] = ExactInteger.Of(sum);
            }

            right[row] = new ExactInteger[_base.Length];
            for (var column = 0; column < _base.Length; column++)
            {
                Int128 sum = 0;
                for (var i = 0; i < branches.Length; i++)
                {
                    sum -= _loops[row][i] * _base[column][i] * branches[i].ReactanceMicroOhm;
                }

                right[row][column] = ExactInteger.Of(sum);
            }
        }

        return (matrix, right);
    }
}
