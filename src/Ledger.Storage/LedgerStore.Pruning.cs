using Ledger.Primitives;

namespace Ledger.Storage;

/// <content>
/// Giving up what is old. First a synced marker says from where on things are there, and readers keep to it at once;
/// then the old records go, in steps that may be interrupted anywhere and are taken up by the next open; then
/// compaction gives the space back; only then is the note that pruning is under way removed.
/// </content>
public sealed partial class LedgerStore
{
    // Of one step: bounds the memory of its write batch.
    private const int PruneBlocksMax = 1_024;
    private const int PruneRecordsMax = 20_000;

    // One of backup, pruning and the installation of a snapshot at a time.
    private readonly Lock _maintenance = new();
    private ulong _lowestBlock = 1;
    private ulong _lowestHistory;
    private ulong _snapshotHeight;

    /// <summary>
    /// Height from which on blocks are kept: 1, or above when the ledger was restored from a snapshot or pruned.
    /// Headers and certificates of pruned blocks stay; a snapshot brings only those of its blocks.
    /// </summary>
    public SequenceNumber LowestBlock => new(Volatile.Read(ref _lowestBlock));

    /// <summary>
    /// Height from which on <see cref="History"/> is whole, beginning with the value that each key had there; 0 when
    /// nothing is missing. Of some keys less may be kept: <see cref="LowestHistoryOf"/>.
    /// </summary>
    public SequenceNumber LowestHistory => new(Volatile.Read(ref _lowestHistory));

    /// <summary>
    /// Height of the snapshot that the ledger began with; 0 when it began with genesis. The versions that
    /// <see cref="History"/> names at this height are the values that the snapshot brought: they were written there or
    /// before, and their index says nothing.
    /// </summary>
    public SequenceNumber SnapshotHeight => new(Volatile.Read(ref _snapshotHeight));

    /// <summary>
    /// Removes the payloads of blocks (transactions, receipts, their entries in the index of transactions) below a
    /// height, and returns when the disk's space is free. Headers, certificates, the ends of epochs, state and history
    /// stay. Does nothing when they are gone already. Any thread, beside <see cref="CommitBlock"/>; a crash or
    /// <see cref="Dispose"/> in the middle is made good by the next <see cref="Open"/>.
    /// </summary>
    /// <param name="upTo">The lowest block that stays.</param>
    /// <param name="validityWindow">
    /// Blocks that stay below the head in any case, so that a transaction in them is known not to be repeated; at least
    /// 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="upTo"/> lies within the window below the head; nothing is removed.
    /// </exception>
    /// <exception cref="StorageException">A read or a write failed.</exception>
    public void PruneBlocks(SequenceNumber upTo, ulong validityWindow)
    {
        CheckWritable();
        ArgumentOutOfRangeException.ThrowIfZero(validityWindow);
        lock (_maintenance)
        {
            if (upTo <= LowestBlock)
            {
                return;
            }

            var height = Height.Value;
            if (height < validityWindow || upTo.Value > height - validityWindow)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(upTo), upTo.Value,
                    $"the head at {height} and the {validityWindow} blocks below it must stay");
            }

            using (var batch = _database.CreateBatch())
            {
                batch.Put(ColumnFamily.Meta, RecordKeys.LowestBlock, HeightKey(upTo.Value));
                batch.Put(ColumnFamily.Meta, RecordKeys.Pruning, HeightKey(LowestBlock.Value));
                Write(batch, sync: true);
            }

            Volatile.Write(ref _lowestBlock, upTo.Value);
            FinishPruningBlocks();
        }
    }

    /// <summary>
    /// Removes old versions from the history of keys, and returns when the disk's space is free: of each key the value
    /// that it has at the height stays, and all later ones. The state itself is not touched. Does nothing when they are
    /// gone already. Any thread, beside <see cref="CommitBlock"/>; a crash or <see cref="Dispose"/> in the middle is
    /// made good by the next <see cref="Open"/>.
    /// </summary>
    /// <param name="upTo">Height from which on the history stays whole; at most the head's.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is above the head.</exception>
    /// <exception cref="StorageException">A read or a write failed.</exception>
    public void PruneHistory(SequenceNumber upTo)
    {
        CheckWritable();
        lock (_maintenance)
        {
            if (upTo <= LowestHistory)
            {
                return;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThan(upTo.Value, Height.Value, nameof(upTo));
            using (var batch = _database.CreateBatch())
            {
                batch.Put(ColumnFamily.Meta, RecordKeys.LowestHistory, HeightKey(upTo.Value));
                batch.Put(ColumnFamily.Meta, RecordKeys.HistoryPruning, default);
                Write(batch, sync: true);
            }

            Volatile.Write(ref _lowestHistory, upTo.Value);
            FinishPruningHistory();
        }
    }

    private void LoadLowest()
    {
        Volatile.Write(ref _lowestBlock, ReadMetaNumber(RecordKeys.LowestBlock) ?? 1);
        Volatile.Write(ref _lowestHistory, ReadMetaNumber(RecordKeys.LowestHistory) ?? 0);
        Volatile.Write(ref _snapshotHeight, ReadMetaNumber(RecordKeys.SnapshotHeight) ?? 0);
        LoadPrunedPrefixes();
        Volatile.Write(ref _lowestUndo, ReadMetaNumber(RecordKeys.LowestUndo) ?? 0);
    }

    /// <summary>Goes on with what a crash interrupted.</summary>
    private void ResumePruning()
    {
        if (_isReadOnly)
        {
            return;
        }

        FinishPruningBlocks();
        using var isPruning = _database.Get(ColumnFamily.Meta, RecordKeys.HistoryPruning);
        if (isPruning.Exists)
        {
            FinishPruningHistory();
        }

        ResumePruningPrefixes();
    }

    private void FinishPruningBlocks()
    {
        if (ReadMetaNumber(RecordKeys.Pruning) is not { } next)
        {
            return;
        }

        var end = LowestBlock.Value;
        while (next < end)
        {
            if (_disposed)
            {
                return;
            }

            next = PruneStep(next, end);
        }

        // Files go without asking the log, so the log that says what else must go is made durable first.
        SyncLog();
        _database.DropFiles(ColumnFamily.Blocks, HeightKey(0), HeightKey(end - 1));
        _database.Compact(ColumnFamily.Blocks, HeightKey(0), HeightKey(end));
        _database.Compact(ColumnFamily.TransactionIndex);
        EndPruning(RecordKeys.Pruning);
    }

    /// <summary>Removes some blocks together with their entries in the index.</summary>
    /// <returns>The lowest block that is still there.</returns>
    private ulong PruneStep(ulong from, ulong end)
    {
        using var batch = _database.CreateBatch();
        var records = 0;
        var height = from;
        for (; height < end && height - from < PruneBlocksMax && records < PruneRecordsMax; height++)
        {
            var block = DecodeBlock(height, ReadStoredBlock(height)) ?? throw new StorageException(
                StorageFailure.Damaged, $"Block {height}, which is to be pruned, is missing.");
            foreach (var transaction in block.Batch.Transactions)
            {
                // An entry that leads to a later block stays.
                if (ReadPlace(transaction.Id)?.Height.Value == height)
                {
                    batch.Delete(ColumnFamily.TransactionIndex, transaction.Id.AsSpan());
                    records++;
                }
            }
        }

        batch.DeleteRange(ColumnFamily.Blocks, HeightKey(from), HeightKey(height));
        batch.Put(ColumnFamily.Meta, RecordKeys.Pruning, HeightKey(height));
        Write(batch, sync: false);
        return height;
    }

    private void FinishPruningHistory()
    {
        var lowest = LowestHistory.Value;
        RemoveOldVersions(default, lowest);
        if (!_disposed)
        {
            PruneChanges(lowest);
            _database.Compact(ColumnFamily.History);
            EndPruning(RecordKeys.HistoryPruning);
        }
    }

    /// <summary>
    /// Lists of keys go with the history, but not those of blocks whose part of the tree is not on the disk.
    /// </summary>
    private void PruneChanges(ulong lowest)
    {
        var written = CurrentTree.LowestWritten;
        _database.Flush(ColumnFamily.Tree);
        var end = Math.Min(lowest, written + 1);
        using var batch = _database.CreateBatch();
        batch.DeleteRange(ColumnFamily.Changes, HeightKey(0), HeightKey(end));
        Write(batch, sync: true);
        _database.DropFiles(ColumnFamily.Changes, HeightKey(0), HeightKey(Math.Max(end, 1) - 1));
    }

    private void EndPruning(ReadOnlySpan<byte> record)
    {
        using var batch = _database.CreateBatch();
        batch.Delete(ColumnFamily.Meta, record);
        Write(batch, sync: true);
    }

    private void SyncLog()
    {
        using var nothing = _database.CreateBatch();
        nothing.Put(ColumnFamily.Meta, RecordKeys.Pruning, HeightKey(LowestBlock.Value));
        Write(nothing, sync: true);
    }

    private static ulong HeightOfHistory(ReadOnlySpan<byte> key) => key.Length >= RecordKeys.VersionSize
        ? RecordKeys.ReadVersion(key[^RecordKeys.VersionSize..]).Height.Value
        : throw new StorageException(StorageFailure.Damaged, "A history entry does not decode.");

    private static bool IsSameHistory(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left[..^RecordKeys.VersionSize].SequenceEqual(right[..^RecordKeys.VersionSize]);
}
