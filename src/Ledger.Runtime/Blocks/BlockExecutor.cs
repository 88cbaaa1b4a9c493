using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Turns a batch and the state before it into a header: the one place where a block comes about, in a running node, in
/// an audit and in a simulation alike. A function of its arguments. One thread at a time.
/// </summary>
/// <param name="executor">Executes the transactions.</param>
/// <param name="chainId">The chain; the hash before the first header.</param>
/// <param name="genesis">The members of genesis.</param>
public sealed class BlockExecutor(BatchExecutor executor, Digest chainId, Membership genesis)
{
    /// <summary>Executes a batch on top of a block.</summary>
    /// <typeparam name="TState">The host's handle of a state.</typeparam>
    /// <param name="previous">Header of the block before; null at genesis.</param>
    /// <param name="batch">What to execute; its time is not before the header's.</param>
    /// <param name="before">The state after <paramref name="previous"/>.</param>
    /// <param name="executedBefore">Whether an earlier block holds a transaction of this id.</param>
    /// <param name="stage">Makes the state after the block from its writes, and its root and a view of it.</param>
    /// <exception cref="InvalidOperationException">Ledger time falls.</exception>
    /// <exception cref="RuntimeInvariantException">The state is not one that executions made: stop the
    /// node.</exception>
    /// <exception cref="InvalidDataException">As before, found in the record of the members.</exception>
    public ExecutedBlock<TState> Execute<TState>(
        BlockHeader? previous,
        Batch batch,
        IStateView before,
        Func<Digest, bool> executedBefore,
        Func<SequenceNumber, IReadOnlyList<StateWrite>, (TState State, Digest Root, IStateView View)> stage)
    {
        var height = previous?.Height.Next ?? new SequenceNumber(1);
        var time = batch.TimeMilliseconds;
        if (time < (previous?.TimeMilliseconds ?? 0))
        {
            throw new InvalidOperationException($"ledger time falls at height {height}");
        }

        var result = executor.Execute(
            new BlockContext(height.Value, time), batch.Transactions, before, executedBefore);
        var (state, root, after) = stage(height, result.Writes);
        var schedule = MembershipSchedule.Read(after, genesis);
        var members = previous?.NextMembershipHash ?? genesis.Hash;
        if (members != schedule.At(height).Hash)
        {
            throw new RuntimeInvariantException($"the members at height {height} were changed behind their backs");
        }

        var header = new BlockHeader(
            height, previous?.Hash ?? chainId, time, (uint)batch.Transactions.Count, batch.TransactionRoot,
            Block.ReceiptRootOf(result.EncodedReceipts), root, members, schedule.At(height.Next).Hash);
        return new ExecutedBlock<TState>(
            header, batch, result.EncodedReceipts, state, schedule.PendingAt(height));
    }
}
