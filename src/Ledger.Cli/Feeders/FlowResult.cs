namespace Ledger.Cli.Feeders;

/// <summary>What a feeder looks like under a load. Immutable.</summary>
/// <param name="MinPpm">Lowest voltage, in millionths of the nominal one, rounded down.</param>
/// <param name="MinBus">Where that is.</param>
/// <param name="MaxPpm">Highest voltage.</param>
/// <param name="MaxBus">Where that is.</param>
/// <param name="LossW">Estimated losses of all lines, in W.</param>
/// <param name="SlackW">What comes in through the transformer, in W; negative: goes out.</param>
/// <param name="Overloaded">Lines, and the transformer, that carry more than their limit.</param>
/// <param name="IsWithinLimits">Whether voltages and lines keep all limits.</param>
public readonly record struct FlowResult(
    long MinPpm, string MinBus, long MaxPpm, string MaxBus, long LossW, long SlackW, int Overloaded, bool IsWithinLimits);
