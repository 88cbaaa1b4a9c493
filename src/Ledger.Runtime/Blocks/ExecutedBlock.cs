using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>What executing a batch gives: everything of a block but its certificate.</summary>
/// <typeparam name="TState">The host's handle of the state after the block.</typeparam>
/// <param name="Header">The header that replicas vote on.</param>
/// <param name="Batch">What was executed.</param>
/// <param name="Receipts">One encoded receipt for each transaction.</param>
/// <param name="State">The state after the block.</param>
/// <param name="Change">The change of members that is still to come after this block; null when none is.</param>
public sealed record ExecutedBlock<TState>(
    BlockHeader Header,
    Batch Batch,
    IReadOnlyList<ReadOnlyMemory<byte>> Receipts,
    TState State,
    MembershipChange? Change);
