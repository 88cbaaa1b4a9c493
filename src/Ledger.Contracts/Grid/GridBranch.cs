namespace Ledger.Contracts.Grid;

/// <summary>A line or transformer between two buses. Immutable.</summary>
public sealed class GridBranch
{
    /// <summary>Largest resistance or reactance: 1 kΩ, in µΩ.</summary>
    public const long ImpedanceMax = 1_000_000_000;

    /// <summary>Unique in its network.</summary>
    public required int Number { get; init; }

    /// <summary>Number of the bus where it starts; flows away from it are positive.</summary>
    public required int From { get; init; }

    /// <summary>Number of the bus where it ends.</summary>
    public required int To { get; init; }

    /// <summary>Resistance in µΩ, not negative.</summary>
    public long ResistanceMicroOhm { get; init; }

    /// <summary>Reactance in µΩ; positive in meshed networks.</summary>
    public long ReactanceMicroOhm { get; init; }

    /// <summary>Whether it carries anything.</summary>
    public bool IsClosed { get; init; } = true;

    /// <summary>Most apparent power in VA; 0 for no limit.</summary>
    public long LimitVoltAmpere { get; init; }
}
