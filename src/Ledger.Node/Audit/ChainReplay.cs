using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Executes a ledger's blocks again, from genesis or from a state that its history gives, in a scratch store that goes
/// with it. One thread.
/// </summary>
internal sealed class ChainReplay : IDisposable
{
    /// <summary>Entries of a state that is put together in memory, to begin above genesis.</summary>
    private const int StartEntriesMax = 2_000_000;

    private readonly LedgerStore _store;
    private readonly LedgerStore _scratch;
    private readonly string _scratchDirectory;
    private readonly BlockExecutor _blocks;
    private readonly ulong _validityWindow;
    private readonly ulong _start;
    private BlockHeader? _previous;

    private ChainReplay(LedgerStore store, GenesisDocument genesis, ulong start)
    {
        _store = store;
        _start = start;
        _validityWindow = (ulong)genesis.ValidityWindowBlocks;
        _blocks = ExecutorFactory.CreateForBlocks(
            ExecutorFactory.Create(genesis, NodeEnvironment.TrustOf(genesis)), genesis, store.ChainId);
        _scratchDirectory = Directory.CreateTempSubdirectory("ledger-verify-").FullName;
        try
        {
            _scratch = LedgerStore.Open(Path.Combine(_scratchDirectory, "data"), store.ChainId);
        }
        catch
        {
            Directory.Delete(_scratchDirectory, recursive: true);
            throw;
        }
    }

    /// <summary>The first block to execute.</summary>
    public SequenceNumber First => new(_start + 1);

    /// <summary>Whether it began with genesis, so that it knows the whole history.</summary>
    public bool IsWhole => _start == 0;

    /// <summary>The state that the blocks gave so far.</summary>
    public LedgerStore Scratch => _scratch;

    /// <summary>Begins at the lowest height that the ledger keeps a state and all blocks above of.</summary>
    /// <param name="store">The ledger.</param>
    /// <param name="genesis">Its genesis.</param>
    /// <param name="obstacle">Why nothing can be executed, one clause; null when something can.</param>
    public static ChainReplay? TryBegin(LedgerStore store, GenesisDocument genesis, out string? obstacle)
    {
        obstacle = null;
        var start = Math.Max(store.LowestBlock.Value - 1, store.LowestBlock.Value > 1 ? store.LowestWholeHistory.Value : 0);
        if (start == 0)
        {
            return new ChainReplay(store, genesis, 0);
        }

        if (start >= store.Height.Value)
        {
            obstacle = "no block above the lowest height with a whole state is kept";
            return null;
        }

        var replay = new ChainReplay(store, genesis, start);
        if (replay.TryLoadStart())
        {
            return replay;
        }

        replay.Dispose();
        obstacle = $"the state at height {start}, before the first block that is kept, cannot be put together from the history";
        return null;
    }

    /// <summary>Executes the next block.</summary>
    /// <returns>What is different from the stored block, naming height, transaction and key; null when nothing is.</returns>
    public string? Execute(Block block)
    {
        var header = block.Header;
        var height = header.Height;
        if (header.TimeMilliseconds < (_previous?.TimeMilliseconds ?? 0))
        {
            return $"height {height}: ledger time falls";
        }

        ExecutedBlock<PendingState> executed;
        try
        {
            executed = ExecuteCore(block);
        }
        catch (Exception e) when (e is RuntimeInvariantException or InvalidDataException)
        {
            return $"height {height}: executing it again fails: {e.Message}";
        }

        var difference = FirstDifference(block, executed);
        if (difference != null)
        {
            return difference;
        }

        _scratch.CommitBlock(IsWhole ? block : Carrier(block, executed.State.Root), executed.State, sync: false);
        _previous = header;
        return IsWhole ? MisplacedTransaction(block) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scratch.Dispose();
        Directory.Delete(_scratchDirectory, recursive: true);
    }

    private bool TryLoadStart()
    {
        _previous = _store.ReadHeader(new SequenceNumber(_start));
        var entries = StateAtHeight.TryCollect(_store, new SequenceNumber(_start), StartEntriesMax);
        if (_previous == null || entries == null)
        {
            return false;
        }

        _scratch.CommitGenesis(entries);
        return _scratch.StateRoot == _previous.StateRoot;
    }

    private ExecutedBlock<PendingState> ExecuteCore(Block block) => _blocks.Execute(
        _previous, block.Batch, _scratch.View(null), id => ExecutedBefore(block, id),
        (_, writes) =>
        {
            var pending = _scratch.Stage(null, _scratch.Height.Next, writes);
            return (pending, pending.Root, _scratch.View(pending));
        });

    /// <summary>
    /// Whether an earlier block holds the transaction; of those that are not kept, the stored receipt must be believed.
    /// </summary>
    private bool ExecutedBefore(Block block, Digest id)
    {
        var height = block.Header.Height.Value;
        if (_scratch.FindTransaction(id) is { } found)
        {
            return found.Height.Value + _start + _validityWindow >= height;
        }

        if (IsWhole || height > _start + _validityWindow)
        {
            return false;
        }

        for (var i = 0; i < block.Receipts.Count; i++)
        {
            if (block.Batch.Transactions[i].Id == id)
            {
                return Receipt.TryDecode(block.Receipts[i].Span)?.Status == ReceiptStatus.Duplicate;
            }
        }

        return false;
    }

    private string? FirstDifference(Block block, ExecutedBlock<PendingState> executed)
    {
        var header = block.Header;
        for (var i = 0; i < executed.Receipts.Count; i++)
        {
            if (!executed.Receipts[i].Span.SequenceEqual(block.Receipts[i].Span))
            {
                return $"height {header.Height}, transaction {i} ({block.Batch.Transactions[i].Id}): executing it again " +
                       ReceiptDifference.Describe(block.Receipts[i], executed.Receipts[i]);
            }
        }

        if (executed.Header.StateRoot != header.StateRoot)
        {
            return $"height {header.Height}: executing it again gives another state root; " +
                   WriteDifference.Describe(_store, block, executed.State.Writes);
        }

        return executed.Header.Hash != header.Hash
            ? $"height {header.Height}: executing it again gives another header"
            : null;
    }

    /// <summary>
    /// A block as the scratch store can take it, whose heights begin above the first state: the same transactions under
    /// another header.
    /// </summary>
    private Block Carrier(Block block, Digest stateRoot)
    {
        var members = block.Header.MembershipHash;
        var header = block.Header with
        {
            Height = _scratch.Height.Next,
            PreviousHash = _scratch.Head?.Hash ?? _scratch.ChainId,
            StateRoot = stateRoot,
            NextMembershipHash = members,
        };
        return block with { Header = header };
    }

    private string? MisplacedTransaction(Block block)
    {
        foreach (var transaction in block.Batch.Transactions)
        {
            // One that was refused here may be executed by a later block, to which the index leads then.
            var stored = _store.FindTransaction(transaction.Id);
            if (stored != _scratch.FindTransaction(transaction.Id) && !(stored?.Height > block.Header.Height))
            {
                return $"height {block.Header.Height}: the index misplaces transaction {transaction.Id}";
            }
        }

        return null;
    }
}
