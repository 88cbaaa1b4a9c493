using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>A key's value after one block.</summary>
/// <param name="Value">The value, or null when the key was absent.</param>
/// <param name="WrittenAt">
/// Height of the block that wrote or removed it; 0 also when it was never written, or removed before
/// <see cref="LedgerStore.LowestHistory"/>.
/// </param>
/// <param name="Index">Index of the transaction in that block.</param>
public readonly record struct HistoricalValue(byte[]? Value, SequenceNumber WrittenAt, int Index);
