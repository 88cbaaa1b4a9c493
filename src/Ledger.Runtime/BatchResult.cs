using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>What executing a batch did. A function of block context, transactions and earlier state only.</summary>
/// <param name="Receipts">One for each transaction, in order.</param>
/// <param name="EncodedReceipts">The canonical bytes of <paramref name="Receipts"/>.</param>
/// <param name="Writes">The changes of the state, ascending by key, each key once with its final value.</param>
public sealed record BatchResult(
    IReadOnlyList<Receipt> Receipts,
    IReadOnlyList<ReadOnlyMemory<byte>> EncodedReceipts,
    IReadOnlyList<StateWrite> Writes);
