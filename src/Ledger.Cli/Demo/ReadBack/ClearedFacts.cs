namespace Ledger.Cli.Demo.ReadBack;

/// <summary>What the event <c>slotCleared</c> says.</summary>
/// <param name="ClearedWh">Traded energy.</param>
/// <param name="PriceMicro">µ¤/kWh; null when nothing was traded.</param>
public sealed record ClearedFacts(long ClearedWh, long? PriceMicro);
