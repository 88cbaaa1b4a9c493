namespace Ledger.Client.Strategies;

/// <summary>What a strategy wants of a slot. Immutable.</summary>
/// <param name="Orders">Orders to hand in, none to two; their quantities are positive.</param>
/// <param name="DrawWh">
/// Wh that what it controls will draw when everything trades as planned; negative: give. 0 without control.
/// </param>
public sealed record SlotDecision(IReadOnlyList<StrategyOrder> Orders, long DrawWh)
{
    /// <summary>Nothing to trade and nothing to do.</summary>
    public static SlotDecision None { get; } = new([], 0);

    /// <summary>One order without control.</summary>
    public static SlotDecision Of(StrategyOrder order) => new([order], 0);
}
