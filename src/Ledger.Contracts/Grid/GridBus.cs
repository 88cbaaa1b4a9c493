namespace Ledger.Contracts.Grid;

/// <summary>A bus and what is connected to it. Immutable.</summary>
public sealed class GridBus
{
    /// <summary>Largest power, up or down: 100 GW, in W or var.</summary>
    public const long PowerMax = 100_000_000_000;

    /// <summary>Names every property.</summary>
    public GridBus(int number, long activeW, long reactiveVar)
    {
        Number = number;
        ActiveW = activeW;
        ReactiveVar = reactiveVar;
    }

    /// <summary>Unique in its network.</summary>
    public int Number { get; }

    /// <summary>Active consumption in W; negative is injection.</summary>
    public long ActiveW { get; }

    /// <summary>Reactive consumption in var.</summary>
    public long ReactiveVar { get; }
}
