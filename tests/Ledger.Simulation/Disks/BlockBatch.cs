using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>A block and the state after it: one write, as in the production store.</summary>
/// <param name="block">The block.</param>
/// <param name="state">The state after it.</param>
internal sealed class BlockBatch(Block block, PendingState state) : DiskBatch
{
    /// <inheritdoc/>
    public override int Size => 512 + (256 * block.Batch.Transactions.Count);

    /// <inheritdoc/>
    public override void ApplyTo(DiskContents contents) => contents.Append(block, state);
}
