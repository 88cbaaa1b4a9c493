using Ledger.Primitives;

namespace Ledger.Node.Execution;

/// <summary>A receipt in a committed block.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Height">Its block.</param>
/// <param name="Index">Its place in the block.</param>
/// <param name="Encoded">The receipt's canonical bytes.</param>
internal readonly record struct FinalReceipt(
    Digest TransactionId, SequenceNumber Height, int Index, ReadOnlyMemory<byte> Encoded);
