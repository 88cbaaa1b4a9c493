namespace Ledger.Contracts.Grid;

/// <summary>
/// How much less a limit is violated per W less consumed (or, for limits that injection violates, per W less injected)
/// at each bus. For voltages twice the resistance of the path that the bus shares with the violated one, in mV² per W;
/// for lines of a feeder 1 in the subtree behind the line; in a mesh the transfer factor in ppm. Pure.
/// </summary>
public sealed class LimitSensitivity
{
    internal LimitSensitivity(bool isAboutPurchases, Int128 excess, Int128[] perWatt)
    {
        IsAboutPurchases = isAboutPurchases;
        Excess = excess;
        PerWatt = perWatt;
    }

    /// <summary>Whether consumption violates the limit; otherwise injection does.</summary>
    public bool IsAboutPurchases { get; }

    /// <summary>By how much the limit is violated, positive: mV², W, or in a mesh millionths of a W.</summary>
    public Int128 Excess { get; }

    /// <summary>Sensitivity of each bus, not negative.</summary>
    public Int128[] PerWatt { get; }

    /// <summary>The sensitivities of a limit in a flow that violates it.</summary>
    public static LimitSensitivity Of(LinDistFlow flow, Violation violation) =>
        violation.Kind == Violation.LineLimit
            ? OfLine(flow, violation.Index)
            : OfVoltage(flow, violation.Index, violation.Kind == Violation.UnderVoltage);

    private static LimitSensitivity OfVoltage(LinDistFlow flow, int bus, bool isUnder)
    {
        var network = flow.Tree.Network;
        var ppm = (Int128)(isUnder ? network.MinimumPpm : network.MaximumPpm);
        var limit = ppm * ppm * network.NominalSquare;
        const long Scale = 1_000_000_000_000;
        var excess = isUnder
            ? ((limit + Scale - 1) / Scale) - flow.Squares[bus]
            : flow.Squares[bus] - (limit / Scale);
        var isOnPath = new bool[flow.Squares.Length];
        for (var at = bus; flow.Tree.ParentBranch[at] >= 0; at = flow.Tree.ParentOf(at))
        {
            isOnPath[at] = true;
        }

        var perWatt = new Int128[flow.Squares.Length];
        foreach (var at in flow.Tree.Order)
        {
            var branch = flow.Tree.ParentBranch[at];
            if (branch >= 0)
            {
                perWatt[at] = perWatt[flow.Tree.ParentOf(at)]
                    + (isOnPath[at] ? 2 * network.Branches[branch].ResistanceMicroOhm : 0);
            }
        }

        return new LimitSensitivity(isUnder, excess, perWatt);
    }

    private static LimitSensitivity OfLine(LinDistFlow flow, int branch)
    {
        var child = flow.Tree.ChildOf(branch);
        var (active, reactive) = (flow.ActiveInto[child], flow.ReactiveInto[child]);
        Int128 limit = flow.Tree.Network.Branches[branch].LimitVoltAmpere;
        var allowed = SquareRoot.Floor((limit * limit) - (reactive * reactive));
        var perWatt = new Int128[flow.Squares.Length];
        foreach (var at in flow.Tree.Order)
        {
            perWatt[at] = at == child || (flow.Tree.ParentBranch[at] >= 0 && perWatt[flow.Tree.ParentOf(at)] == 1)
                ? 1
                : 0;
        }

        return new LimitSensitivity(active > 0, (active < 0 ? -active : active) - allowed, perWatt);
    }
}
