namespace Ledger.Runtime;

/// <summary>The block that is being executed, as contracts may know it.</summary>
/// <param name="Height">Height of the block; for queries the height of the state that is read.</param>
/// <param name="TimeMilliseconds">Ledger time, milliseconds since 1970-01-01 UTC.</param>
public sealed record BlockContext(ulong Height, ulong TimeMilliseconds);
