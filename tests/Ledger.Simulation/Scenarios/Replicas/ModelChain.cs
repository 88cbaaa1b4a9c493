using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Execution for the single replica of a scenario: the state is a hash of the batches, so that a header says which
/// batches, in which order, led to it.
/// </summary>
internal sealed class ModelChain(Digest chainId, Membership membership)
{
    private readonly SortedDictionary<ulong, BlockHeader> _headers = [];

    /// <summary>The header that was last executed at a height; null for none.</summary>
    public BlockHeader? At(ulong height) => _headers.GetValueOrDefault(height);

    /// <summary>Remembers what was executed at a height.</summary>
    public void Set(BlockHeader header) => _headers[header.Height.Value] = header;

    /// <summary>The header that a batch gives on top of what was executed below.</summary>
    public BlockHeader Execute(ulong height, Batch batch)
    {
        var previous = height == 1
            ? null : At(height - 1) ?? throw new ScenarioException($"nothing is executed at {height - 1}");
        var state = new CanonicalWriter(2 * Digest.Size).Digest(previous?.StateRoot ?? Digest.Zero).Digest(batch.Digest);
        return new BlockHeader(
            new SequenceNumber(height),
            previous?.Hash ?? chainId,
            Math.Max(batch.TimeMilliseconds, previous?.TimeMilliseconds ?? 0),
            (uint)batch.Transactions.Count,
            batch.TransactionRoot,
            Digest.Of(batch.TransactionRoot.AsSpan()),
            Digest.Of(state.WrittenSpan),
            membership.Hash,
            membership.Hash);
    }
}
