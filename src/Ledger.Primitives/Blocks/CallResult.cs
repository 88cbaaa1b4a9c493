namespace Ledger.Primitives;

/// <summary>Outcome of one call.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Message">Why, when it did not end well; at most 256 bytes, the same on every replica.</param>
/// <param name="Result">The function's result in the ledger's encoding.</param>
/// <param name="GasUsed">What the meter charged; 0 where nothing is metered.</param>
/// <param name="Events">Emitted events in order; empty unless <paramref name="Status"/> is Ok.</param>
public sealed record CallResult(
    ReceiptStatus Status, string Message, ReadOnlyMemory<byte> Result, ulong GasUsed, IReadOnlyList<LedgerEvent> Events)
{
    /// <summary>Longest message, in bytes of UTF-8.</summary>
    public const int MessageSizeMax = 256;
}
