using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Voltages and flows of a radial feeder by the lossless linear equations of Baran and Wu (1989): the flow into a
/// subtree is its consumption, and the square of the voltage falls by 2 (r P + x Q) along each branch. Exact: W, var, µΩ
/// and mV² (= µV²). Pure, O(buses).
/// </summary>
public sealed class LinDistFlow : IGridFlow
{
    private LinDistFlow(SpanningTree tree, Int128[] active, Int128[] reactive)
    {
        Tree = tree;
        ActiveInto = tree.SubtreeSums(active);
        ReactiveInto = tree.SubtreeSums(reactive);
        Squares = new Int128[active.Length];
        var network = tree.Network;
        foreach (var bus in tree.Order)
        {
            var branch = tree.ParentBranch[bus];
            Squares[bus] = branch < 0
                ? (Int128)network.SlackMilliVolt * network.SlackMilliVolt
                : Squares[tree.ParentOf(bus)] - (2 * (
                    (network.Branches[branch].ResistanceMicroOhm * ActiveInto[bus])
                    + (network.Branches[branch].ReactanceMicroOhm * ReactiveInto[bus])));
        }
    }

    /// <summary>The feeder.</summary>
    public SpanningTree Tree { get; }

    /// <summary>W that flow into the subtree of each bus.</summary>
    public Int128[] ActiveInto { get; }

    /// <summary>var that flow into the subtree of each bus.</summary>
    public Int128[] ReactiveInto { get; }

    /// <summary>Square of each bus's voltage in mV²; negative when no voltage carries the load.</summary>
    public Int128[] Squares { get; }

    /// <summary>Solves a feeder with the consumption of its own buses.</summary>
    public static LinDistFlow Solve(SpanningTree tree) => Solve(tree, new Int128[tree.Order.Length]);

    /// <summary>Solves a feeder.</summary>
    /// <param name="tree">The feeder.</param>
    /// <param name="moreW">W that each bus consumes beyond its own.</param>
    public static LinDistFlow Solve(SpanningTree tree, Int128[] moreW)
    {
        var active = new Int128[moreW.Length];
        var reactive = new Int128[moreW.Length];
        for (var i = 0; i < active.Length; i++)
        {
            active[i] = tree.Network.Buses[i].ActiveW + moreW[i];
            reactive[i] = tree.Network.Buses[i].ReactiveVar;
        }

        return new LinDistFlow(tree, active, reactive);
    }

    /// <inheritdoc/>
    public Violation[] Violations() => Violation.All(this);

    /// <inheritdoc/>
    public LimitSensitivity[] Sensitivities(Violation violation) =>
        new[] { LimitSensitivity.Of(this, violation) };

    /// <inheritdoc/>
    public DocumentNode Describe() => LinDistFlowCheck.Describe(this);

    /// <summary>Voltage in mV, rounded down.</summary>
    public Int128 MilliVolt(int bus) => SquareRoot.Floor(Squares[bus]);

    /// <summary>Voltage in ppm of the nominal one, rounded down.</summary>
    public Int128 Ppm(int bus) => Squares[bus] <= 0
        ? 0
        : SquareRoot.Floor(Squares[bus] * 1_000_000_000_000 / Tree.Network.NominalSquare);

    /// <summary>Estimated loss of a tree branch in W, rounded down, at nominal voltage.</summary>
    public Int128 LossW(int branch)
    {
        var child = Tree.ChildOf(branch);
        return Tree.Network.Branches[branch].ResistanceMicroOhm * ApparentSquare(child) / Tree.Network.NominalSquare;
    }

    /// <summary>Square of the apparent power into the subtree of a bus, VA².</summary>
    public Int128 ApparentSquare(int bus) =>
        (ActiveInto[bus] * ActiveInto[bus]) + (ReactiveInto[bus] * ReactiveInto[bus]);

    /// <summary>Whether a bus's voltage is below its limit.</summary>
    public bool IsUnderVoltage(int bus) => Squares[bus] * 1_000_000_000_000 < Limit(Tree.Network.MinimumPpm);

    /// <summary>Whether a bus's voltage is above its limit.</summary>
    public bool IsOverVoltage(int bus) => Squares[bus] * 1_000_000_000_000 > Limit(Tree.Network.MaximumPpm);

    /// <summary>Whether a tree branch carries more than its limit.</summary>
    public bool IsOverLimit(int branch)
    {
        Int128 limit = Tree.Network.Branches[branch].LimitVoltAmpere;
        return limit > 0 && ApparentSquare(Tree.ChildOf(branch)) > limit * limit;
    }

    private Int128 Limit(long ppm) => (Int128)ppm * ppm * Tree.Network.NominalSquare;
}
