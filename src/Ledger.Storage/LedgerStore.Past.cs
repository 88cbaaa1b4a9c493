using System.Buffers.Binary;
using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>
/// State of earlier heights. Values come from the history of keys. Proofs come from today's tree, taken back block by
/// block with what each block kept of the nodes it changed (<see cref="UndoRecord"/>), for a bounded number of blocks.
/// </content>
public sealed partial class LedgerStore
{
    // Blocks between two removals of what leads further back than it has to.
    private const ulong UndoPruneEvery = 64;

    private ulong _lowestUndo;

    /// <summary>
    /// Height from which on <see cref="ReadAt"/> has proofs: up to <see cref="StoreOptions.RetainedStateHeights"/>
    /// below the head, less after pruning of history, a restore, or blocks written with a smaller bound. Never falls
    /// while the store is open.
    /// </summary>
    public SequenceNumber LowestProvableState => new(LowestProvable(Height.Value));

    /// <summary>
    /// A value, or its absence, with proof, header and certificate of a past height; null when the height is not
    /// retained (<see cref="LowestProvableState"/>, and for the key <see cref="LowestHistoryOf"/>) or above the head. Costs
    /// about two lookups for each block between the height and the head. Any thread.
    /// </summary>
    /// <exception cref="StorageException">The disk failed, or tree and header do not agree.</exception>
    public CertifiedRead? ReadAt(ReadOnlySpan<byte> key, SequenceNumber height)
    {
        using var snapshot = Snapshot();
        if (height > snapshot.Height || IsGivenUp(key, height, snapshot.Height))
        {
            return null;
        }

        try
        {
            return snapshot.ReadAt(key, height);
        }
        catch (StorageException) when (height < LowestProvableState)
        {
            // It was given up meanwhile.
            return null;
        }
    }

    /// <summary>
    /// The value that a key had after a block, without proof; null when the height is below
    /// <see cref="LowestHistoryOf"/> or above the head. One lookup. Any thread.
    /// </summary>
    public HistoricalValue? ValueAt(ReadOnlySpan<byte> key, SequenceNumber height)
    {
        if (height < LowestHistoryOf(key) || height > Height)
        {
            return null;
        }

        var value = FindValue(key, height, null);

        // Pruned meanwhile: what was found may be too old.
        return height < LowestHistoryOf(key) ? null : value;
    }

    /// <summary>
    /// What a block wrote (0: genesis), by ascending key, read lazily: one key at a time is in memory. Null above the
    /// head, where the history was pruned, and at the height of a snapshot that the ledger began with.
    /// </summary>
    /// <exception cref="StorageException">The disk failed or its bytes are damaged.</exception>
    public IEnumerable<WrittenKey>? WritesOf(SequenceNumber height)
    {
        if (height < LowestHistory || height > Height || ReadChanges(height.Value) is not { } changes)
        {
            return null;
        }

        return ReadWrites(height, changes);
    }

    /// <summary>Whether a value at a height cannot be read and proven any more; the head's own always can.</summary>
    private bool IsGivenUp(ReadOnlySpan<byte> key, SequenceNumber height, SequenceNumber head) =>
        height < LowestProvableState || (height < head && height < LowestHistoryOf(key));

    /// <summary>The value at a height, of the history at a moment.</summary>
    internal HistoricalValue FindValue(ReadOnlySpan<byte> key, SequenceNumber height, SnapshotHandle? snapshot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, IStateView.KeySizeMax);
        Span<byte> place = stackalloc byte[RecordKeys.HistoryKeySizeMax];
        var last = RecordKeys.WriteHistory(place, key, height.Value, int.MaxValue);
        var prefixSize = last.Length - RecordKeys.VersionSize;
        using var iterator = _database.Iterate(ColumnFamily.History, last[..prefixSize], snapshot);
        iterator.SeekBackwards(last);
        if (!iterator.Valid || !iterator.Key.StartsWith(last[..prefixSize]))
        {
            return default;
        }

        var (writtenAt, index, value) = DecodeHistory(iterator, prefixSize);
        return new HistoricalValue(value, writtenAt, index);
    }

    /// <summary>Takes the nodes on a path back from the head of a snapshot to a height, and proves the path.</summary>
    internal StateProof ProveAt(
        in Digest path, SequenceNumber height, CommittedHead head, SnapshotHandle snapshot, in Digest stateRoot)
    {
        var past = new PastNodes(new CommittedSource(this, head.Tree, snapshot), head.Tree.Root, path);
        Func<int, NodeBuilder> nodeAt = past.NodeAt;
        Span<byte> key = stackalloc byte[RecordKeys.UndoSize];
        for (var block = head.Height.Value; block > height.Value; block--)
        {
            foreach (var part in (ReadOnlySpan<int>)[NodeKey.Nibble(path, 0), TreeDelta.RootPart])
            {
                using var record = _database.Get(
                    ColumnFamily.Undo, RecordKeys.WriteUndo(key, block, part), snapshot);
                if (record.Exists && !UndoRecord.TryApply(record.Span, path, nodeAt))
                {
                    throw new StorageException(
                        StorageFailure.Damaged, $"What leads back from block {block} does not decode.");
                }
            }
        }

        var root = past.Build();
        return root.Hash == stateRoot
            ? TreeWalk.Prove(past, root, path)
            : throw new StorageException(
                StorageFailure.Damaged, $"What leads back to the state at {height} does not give its root.");
    }

    /// <summary>Root of the state before the first block.</summary>
    internal Digest GenesisRoot(SequenceNumber height, SnapshotHandle snapshot)
    {
        using var value = _database.Get(ColumnFamily.Meta, RecordKeys.GenesisRoot, snapshot);
        return (height.Value, value.Span.Length) switch
        {
            (0, 0) => Digest.Zero,
            (0, Digest.Size) => new Digest(value.Span),
            _ => throw new StorageException(StorageFailure.Damaged, $"The header of block {height} is missing."),
        };
    }

    private ulong LowestProvable(ulong head) => Math.Max(
        Math.Max(Volatile.Read(ref _lowestUndo), LowestHistory.Value),
        head - Math.Min(head, (ulong)_options.RetainedStateHeights));

    /// <summary>Keeps the way back with a block, and gives up what is older than it has to be.</summary>
    /// <returns>The height that became the lowest on disk; null when that did not change.</returns>
    private ulong? AddUndo(WriteBatch batch, ulong height, TreeDelta delta)
    {
        if (_options.RetainedStateHeights == 0)
        {
            batch.Put(ColumnFamily.Meta, RecordKeys.LowestUndo, HeightKey(height));
            return height;
        }

        Span<byte> key = stackalloc byte[RecordKeys.UndoSize];
        for (var part = 0; part <= TreeDelta.RootPart; part++)
        {
            if (delta.Undo(part) is { } record)
            {
                batch.Put(ColumnFamily.Undo, RecordKeys.WriteUndo(key, height, part), record);
            }
        }

        var lowest = LowestProvable(height);
        if (height % UndoPruneEvery != 0 || lowest <= _lowestUndo)
        {
            return null;
        }

        batch.DeleteRange(ColumnFamily.Undo, HeightKey(0), HeightKey(lowest + 1));
        batch.Put(ColumnFamily.Meta, RecordKeys.LowestUndo, HeightKey(lowest));
        return lowest;
    }

    /// <summary>After the write that <see cref="AddUndo"/> was part of, which was synced.</summary>
    private void GaveUpUndo(ulong lowest)
    {
        Volatile.Write(ref _lowestUndo, lowest);
        if (_options.RetainedStateHeights > 0)
        {
            _database.DropFiles(ColumnFamily.Undo, HeightKey(0), HeightKey(lowest));
        }
    }

    /// <summary>Keeps which keys a block wrote: key length u16, key, index u32 of each (big-endian).</summary>
    private void AddChanges(WriteBatch batch, ulong height, IReadOnlyList<StateWrite> writes)
    {
        var record = _record;
        record.Clear();
        Span<byte> number = stackalloc byte[4];
        for (var i = 0; i < writes.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)writes[i].Key.Length);
            record.Raw(number[..2]).Raw(writes[i].Key);
            BinaryPrimitives.WriteUInt32BigEndian(number, (uint)writes[i].TransactionIndex);
            record.Raw(number);
        }

        Span<byte> key = stackalloc byte[RecordKeys.HeightSize];
        batch.Put(ColumnFamily.Changes, RecordKeys.WriteHeight(key, height), record.WrittenSpan);
    }

    /// <summary>Keys that a block wrote, by ascending key; null when they are not kept.</summary>
    private List<(byte[] Key, int Index)>? ReadChanges(ulong height)
    {
        using var value = _database.Get(ColumnFamily.Changes, HeightKey(height));
        if (!value.Exists)
        {
            return null;
        }

        var changes = new List<(byte[], int)>();
        var rest = value.Span;
        while (!rest.IsEmpty)
        {
            var size = rest.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest) + 6;
            if (rest.Length < size)
            {
                throw new StorageException(
                    StorageFailure.Damaged, $"The list of keys that block {height} wrote does not decode.");
            }

            changes.Add((
                rest[2..(size - 4)].ToArray(), (int)BinaryPrimitives.ReadUInt32BigEndian(rest[(size - 4)..])));
            rest = rest[size..];
        }

        return changes;
    }

    private IEnumerable<WrittenKey> ReadWrites(SequenceNumber height, List<(byte[] Key, int Index)> changes)
    {
        foreach (var (key, index) in changes)
        {
            var place = RecordKeys.WriteHistory(
                new byte[RecordKeys.HistoryKeySizeMax], key, height.Value, index).ToArray();
            var record = _database.GetArray(ColumnFamily.History, place);
            if (record == null && height < LowestHistory)
            {
                yield break;
            }

            // A removal at the lowest height is not kept: no later read can ask for it.
            if (record is null or [])
            {
                if (height <= LowestHistoryOf(key))
                {
                    yield return new WrittenKey(key, null, index) { IsKept = height == LowestHistoryOf(key) };
                    continue;
                }

                throw new StorageException(
                    StorageFailure.Damaged, $"What block {height} wrote to {Convert.ToHexStringLower(key)} is lost.");
            }

            yield return new WrittenKey(key, record[0] == 0 ? null : record[1..], index);
        }
    }
}
