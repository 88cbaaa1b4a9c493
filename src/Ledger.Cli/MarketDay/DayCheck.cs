namespace Ledger.Cli.MarketDay;

/// <summary>Something that must hold, and whether it does. Immutable.</summary>
/// <param name="Name">In two words.</param>
/// <param name="Ok">Whether it holds.</param>
/// <param name="Detail">The figures.</param>
internal sealed record DayCheck(string Name, bool Ok, string Detail);
