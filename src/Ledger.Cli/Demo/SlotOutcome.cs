namespace Ledger.Cli.Demo;

/// <summary>
/// What there is to show of a slot while the demo runs; the report at the end reads the ledger instead.
/// </summary>
/// <param name="Slot">The slot.</param>
/// <param name="ClearedWh">Traded energy.</param>
/// <param name="PriceMicro">The price, µ¤/kWh; null when nothing was traded or there is no single price.</param>
/// <param name="Height">Height of the block that settled it.</param>
internal sealed record SlotOutcome(int Slot, long ClearedWh, long? PriceMicro, ulong Height);
