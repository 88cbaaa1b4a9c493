namespace Ledger.Cli.Demo.ReadBack;

/// <summary>What the event <c>slotSettled</c> says.</summary>
/// <param name="TradedWh">Traded in the market.</param>
/// <param name="GridImportWh">Taken from the main grid by all together.</param>
/// <param name="GridExportWh">Given to it.</param>
/// <param name="DueToGridNano">What the slot comes to for the main grid, in n¤.</param>
public sealed record SettledFacts(long TradedWh, long GridImportWh, long GridExportWh, long DueToGridNano);
