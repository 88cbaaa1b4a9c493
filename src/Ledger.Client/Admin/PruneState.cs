using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>What a node keeps, and what became of its last pruning on request. One node's word. Immutable.</summary>
/// <param name="Running">Whether a pruning is under way.</param>
/// <param name="Height">Newest block.</param>
/// <param name="LowestBlock">Lowest block whose transactions and receipts are kept.</param>
/// <param name="LowestHistory">Height from which on the history of keys is whole; 0 when nothing is missing.</param>
/// <param name="DiskBytes">Bytes of all files now.</param>
/// <param name="BytesBefore">The same when the last pruning began.</param>
/// <param name="LowestBlockBefore">The lowest block when it began.</param>
/// <param name="LowestHistoryBefore">The lowest whole history when it began.</param>
/// <param name="Failure">Why it failed; empty when it did not.</param>
public sealed record PruneState(
    bool Running, SequenceNumber Height, SequenceNumber LowestBlock, SequenceNumber LowestHistory, ulong DiskBytes,
    ulong BytesBefore, SequenceNumber LowestBlockBefore, SequenceNumber LowestHistoryBefore, string Failure)
{
    /// <summary>
    /// Contracts of whose keys less history is kept, behind the age that they state: name, and height from which on it
    /// is whole.
    /// </summary>
    public IReadOnlyList<(string Contract, SequenceNumber LowestHistory)> Contracts { get; init; } = [];
}
