namespace Ledger.Client.Strategies;

/// <summary>Where a slot lies by the clock on the wall.</summary>
/// <param name="Date">The local day.</param>
/// <param name="Quarter">Quarter of an hour of that day, 0 to 95; one may come twice when clocks are set back.</param>
/// <param name="DayType">The kind of day.</param>
public readonly record struct LocalSlot(DateOnly Date, int Quarter, DayType DayType);
