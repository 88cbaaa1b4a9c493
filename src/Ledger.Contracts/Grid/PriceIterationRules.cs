namespace Ledger.Contracts.Grid;

/// <summary>Step and tolerances of a <see cref="PriceIteration"/>. Immutable.</summary>
public sealed class PriceIterationRules
{
    /// <summary>How much the price moves per Wh of mean imbalance, in µ¤/kWh; positive.</summary>
    public required long RhoMicro { get; init; }

    /// <summary>Imbalance of all devices together that counts as none, in Wh.</summary>
    public required long ImbalanceWhMax { get; init; }

    /// <summary>Dual residual that counts as none, in µ¤/kWh.</summary>
    public required long DualMicroMax { get; init; }

    /// <summary>Most rounds, 1 to <see cref="PriceIteration.RoundsMax"/>.</summary>
    public int RoundsMax { get; init; } = 100;
}
