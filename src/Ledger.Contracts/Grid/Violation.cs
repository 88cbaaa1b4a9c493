namespace Ledger.Contracts.Grid;

/// <summary>A limit of a feeder that a flow does not keep. Immutable.</summary>
public sealed class Violation
{
    /// <summary>A voltage below its limit.</summary>
    public const string UnderVoltage = "under-voltage";

    /// <summary>A voltage above its limit.</summary>
    public const string OverVoltage = "over-voltage";

    /// <summary>More apparent power than a branch may carry.</summary>
    public const string LineLimit = "line-limit";

    private Violation(string kind, int index, int number)
    {
        Kind = kind;
        Index = index;
        Number = number;
    }

    /// <summary>One of the constants.</summary>
    public string Kind { get; }

    /// <summary>Index of the bus, or of the branch of a line limit.</summary>
    public int Index { get; }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>The limit of a branch.</summary>
    internal static Violation OfLine(GridNetwork network, int branch) =>
        new(LineLimit, branch, network.Branches[branch].Number);

    /// <summary>All violations: buses by ascending number, then branches in their order.</summary>
    public static Violation[] All(LinDistFlow flow)
    {
        var network = flow.Tree.Network;
        var found = new List<Violation>();
        foreach (var bus in network.Ascending())
        {
            if (flow.IsUnderVoltage(bus))
            {
                found.Add(new Violation(UnderVoltage, bus, network.Buses[bus].Number));
            }
            else if (flow.IsOverVoltage(bus))
            {
                found.Add(new Violation(OverVoltage, bus, network.Buses[bus].Number));
            }
        }

        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (network.Branches[i].IsClosed && flow.IsOverLimit(i))
            {
                found.Add(new Violation(LineLimit, i, network.Branches[i].Number));
            }
        }

        return found.ToArray();
    }
}
