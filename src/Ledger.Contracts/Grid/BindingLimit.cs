namespace Ledger.Contracts.Grid;

/// <summary>A limit because of which orders were capped. Immutable.</summary>
public sealed class BindingLimit
{
    /// <summary>Names every property.</summary>
    public BindingLimit(Violation violation, int round)
    {
        Violation = violation;
        Round = round;
    }

    /// <summary>The limit.</summary>
    public Violation Violation { get; }

    /// <summary>The first round, counted from 1, that it was violated in.</summary>
    public int Round { get; }
}
