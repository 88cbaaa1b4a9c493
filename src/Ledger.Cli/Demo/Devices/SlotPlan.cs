using Ledger.Client.Strategies;

namespace Ledger.Cli.Demo.Devices;

/// <summary>What a home expects of a slot and means to do in it. Energy in Wh. Immutable.</summary>
/// <param name="Slot">The slot, 0 for the first of the day.</param>
/// <param name="LoadWh">Expected load of what nobody controls.</param>
/// <param name="PvWh">Expected PV.</param>
/// <param name="DrawWh">What battery and vehicle will take; negative: give.</param>
/// <param name="Order">What it wants of the market; null for nothing.</param>
public sealed record SlotPlan(int Slot, long LoadWh, long PvWh, long DrawWh, StrategyOrder? Order)
{
    /// <summary>Expected export; negative: import.</summary>
    public long NetWh => PvWh - LoadWh - DrawWh;
}
