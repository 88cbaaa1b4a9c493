using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>Writing blocks. Everything that belongs to a block reaches the disk in one atomic write.</content>
public sealed partial class LedgerStore
{
    // Of the thread that commits: transactions of a block and their places.
    private readonly List<(Digest Id, int Place)> _executed = [];

    /// <summary>
    /// Sets the state that the first block builds on (height 0). Does nothing when it is set to the same already, so
    /// that it may be called at each start.
    /// </summary>
    /// <param name="writes">Sorted by key, each key once, no removals.</param>
    /// <exception cref="InvalidOperationException">Other writes were set before, or there are blocks.</exception>
    public void CommitGenesis(IReadOnlyList<StateWrite> writes)
    {
        CheckWritable();
        Check(_head.Height.Value == 0, "genesis comes before the first block");
        CheckWrites(writes);
        using var update = new TreeUpdate(new StagingSource(this, null), keepsUndo: false);
        var root = update.Apply(TreeNode.Empty, ChangesOf(writes, new TreeChange[writes.Count]));
        if (root.Hash == _head.StateRoot)
        {
            return;
        }

        Check(_head.StateRoot == Digest.Zero, "the ledger already has another genesis state");
        using var batch = _database.CreateBatch();
        AddState(batch, 0, writes, update.Moved);
        AddChanges(batch, 0, writes);
        AddHead(batch, 0, ChainId, root.Hash);
        batch.Put(ColumnFamily.Meta, RecordKeys.GenesisRoot, root.Hash.AsSpan());
        Write(batch, sync: true);
        _head = new CommittedHead(default, root.Hash, null, null, _head.Tree.After(root, update.Delta));
        WriteTree(all: true);
    }

    /// <summary>
    /// Commits a block: block, header and certificate, transaction index, state, history and head in one atomic write;
    /// with the last block of an epoch also its <see cref="EpochHeaders"/>. Signatures are the
    /// caller's business. One thread.
    /// </summary>
    /// <param name="block">The block at <see cref="Height"/> + 1.</param>
    /// <param name="pending">The state after it, staged on the committed state.</param>
    /// <param name="sync">Whether the block must be on the disk on return, not only with the operating system.</param>
    /// <exception cref="InvalidOperationException">
    /// Height, previous hash, state root, next members or pending state do not fit; nothing is written.
    /// </exception>
    /// <exception cref="StorageException">The write failed.</exception>
    public void CommitBlock(Block block, PendingState pending, bool sync)
    {
        CheckWritable();
        CheckFits(block, pending);
        var height = block.Header.Height.Value;
        using var batch = _database.CreateBatch();
        AddBlock(batch, block);
        AddTransactions(batch, block);
        AddState(batch, height, pending.Writes, pending.Moved);
        AddChanges(batch, height, pending.Writes);
        var lowestUndo = AddUndo(batch, height, pending.Delta);
        if (EpochHeader.EndsEpoch(block.Header))
        {
            AddEpochEnd(
                batch, block.Header, block.Certificate, View(pending).Get(MembershipSchedule.StateKey));
        }

        AddHead(batch, height, block.Header.Hash, pending.Root);

        _lastWritten = pending;

        // Files that lead further back go without asking the log, so it must say so first.
        Write(batch, sync || (lowestUndo != null && _options.RetainedStateHeights > 0));
        Remember(pending.Delta);
        _head = new CommittedHead(
            block.Header.Height, pending.Root, block.Header, block.Certificate,
            _head.Tree.After(pending.RootNode, pending.Delta));
        pending.MarkCommitted();
        WriteTree(all: false);
        if (lowestUndo is { } lowest)
        {
            GaveUpUndo(lowest);
        }
    }

    private void CheckFits(Block block, PendingState pending)
    {
        var head = _head;
        var header = block.Header;
        Check(header.Height == head.Height.Next, $"block {header.Height} does not follow the head at {head.Height}");
        Check(
            header.PreviousHash == (head.Header?.Hash ?? ChainId),
            $"block {header.Height} does not point to the head");
        Check(pending.Store == this, "the pending state was staged on another store");
        CheckGeneration(pending.Generation);
        Check(
            pending.Height == header.Height,
            $"the pending state is for height {pending.Height}, not {header.Height}");
        Check(pending.Root == header.StateRoot, $"the state root of block {header.Height} is not the pending state's");
        Check(
            !pending.IsCommitted && (pending.Parent == null || pending.Parent.IsCommitted),
            "the pending state does not build on the committed state");
        Check(
            block.Receipts.Count == block.Batch.Transactions.Count,
            $"block {header.Height} does not have one receipt for each transaction");
    }

    private void AddBlock(WriteBatch batch, Block block)
    {
        Span<byte> buffer = stackalloc byte[RecordKeys.HeightSize];
        var key = RecordKeys.WriteHeight(buffer, block.Header.Height.Value);
        _record.Clear();
        block.Encode(_record);
        batch.Put(ColumnFamily.Blocks, key, _record.WrittenSpan);
        _record.Clear();
        block.Certificate.Encode(_record.Raw(block.Header.Encode()));
        batch.Put(ColumnFamily.Headers, key, _record.WrittenSpan);
    }

    /// <summary>
    /// The index leads to the block that executed a transaction: one that was not executed there must not hide an
    /// earlier execution.
    /// </summary>
    private void AddTransactions(WriteBatch batch, Block block)
    {
        Span<byte> version = stackalloc byte[RecordKeys.VersionSize];
        HashSet<Digest>? inBlock = null;
        _executed.Clear();
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var id = block.Batch.Transactions[i].Id;
            if (!IsExecuted(block.Receipts[i].Span))
            {
                inBlock ??= ExecutedIds(block);
                if (inBlock.Contains(id) || FindTransaction(id) != null)
                {
                    continue;
                }
            }

            _executed.Add((id, i));
        }

        // In order, each key is put behind the one before it instead of being looked for among all. Of two that are
        // equal the later one counts.
        _executed.Sort();
        foreach (var (id, i) in _executed)
        {
            batch.Put(
                ColumnFamily.TransactionIndex, id.AsSpan(),
                RecordKeys.WriteVersion(version, block.Header.Height.Value, i));
        }
    }

    private static HashSet<Digest> ExecutedIds(Block block)
    {
        var ids = new HashSet<Digest>();
        for (var i = 0; i < block.Receipts.Count; i++)
        {
            if (IsExecuted(block.Receipts[i].Span))
            {
                ids.Add(block.Batch.Transactions[i].Id);
            }
        }

        return ids;
    }

    /// <summary>By the status in an encoded receipt, which stands behind the transaction id.</summary>
    private static bool IsExecuted(ReadOnlySpan<byte> receipt) =>
        receipt.Length <= Digest.Size ||
        (ReceiptStatus)receipt[Digest.Size] is not (ReceiptStatus.Duplicate or ReceiptStatus.OutsideWindow);

    private void AddState(
        WriteBatch batch, ulong height, IReadOnlyList<StateWrite> writes, IReadOnlyList<TreeChange> moved)
    {
        Span<byte> historyKey = stackalloc byte[RecordKeys.HistoryKeySizeMax];
        var record = _record;
        Span<byte> version = stackalloc byte[RecordKeys.VersionSize];
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            var history = RecordKeys.WriteHistory(historyKey, write.Key, height, write.TransactionIndex);
            record.Clear();
            if (write.Value == null)
            {
                batch.Delete(ColumnFamily.State, write.Key);
                batch.Put(ColumnFamily.History, history, [0]);
                continue;
            }

            record.Raw(RecordKeys.WriteVersion(version, height, write.TransactionIndex)).Raw(write.Value);
            batch.Put(ColumnFamily.State, write.Key, record.WrittenSpan);
            record.Clear();
            batch.Put(ColumnFamily.History, history, record.U8(1).Raw(write.Value).WrittenSpan);
        }

        for (var i = 0; i < moved.Count; i++)
        {
            var path = moved[i].Path;
            if (moved[i].IsRemoval)
            {
                batch.Delete(ColumnFamily.Paths, path.AsSpan());
            }
            else
            {
                batch.Put(ColumnFamily.Paths, path.AsSpan(), writes[moved[i].Write].Key);
            }
        }
    }

    private static void AddHead(WriteBatch batch, ulong height, Digest headerHash, Digest stateRoot)
    {
        Span<byte> head = stackalloc byte[RecordKeys.HeadSize];
        batch.Put(ColumnFamily.Meta, RecordKeys.Head, RecordKeys.WriteHead(head, height, headerHash, stateRoot));
    }

    private void Remember(TreeDelta delta)
    {
        for (var branch = 0; branch < CommittedTree.Branches; branch++)
        {
            foreach (var (key, node) in delta.Branch(branch) ?? [])
            {
                _nodes.Put(key, node);
            }
        }
    }
}
