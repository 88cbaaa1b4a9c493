using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Execution;

/// <summary>A batch that has been executed on an overlay and waits for its certificate (DESIGN.md 3).</summary>
internal sealed record Tentative(
    BlockHeader Header, Batch Batch, IReadOnlyList<ReadOnlyMemory<byte>> Receipts, PendingState Pending)
{
    private HashSet<Digest>? _ids;

    /// <summary>Whether the batch holds the transaction.</summary>
    public bool Holds(Digest id) => (_ids ??= [.. Batch.Transactions.Select(t => t.Id)]).Contains(id);
}
