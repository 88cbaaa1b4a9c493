using System.Buffers;
using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>World state: staging, views, proofs, history.</content>
public sealed partial class LedgerStore
{
    /// <summary>
    /// The state after a block's writes, in memory only: computes the new state root. Several may be staged on the same
    /// parent, and any may be dropped. Thread safe.
    /// </summary>
    /// <param name="parent">The state before, or null for the committed one.</param>
    /// <param name="height">The block's height: one above the parent's.</param>
    /// <param name="writes">
    /// Sorted by key, each key once, within the limits of <see cref="IStateView"/>. Not changed afterwards.
    /// </param>
    /// <exception cref="ArgumentException">Writes are not sorted or too large.</exception>
    /// <exception cref="InvalidOperationException">
    /// The height does not follow, or another block than the parent's was committed.
    /// </exception>
    public PendingState Stage(PendingState? parent, SequenceNumber height, IReadOnlyList<StateWrite> writes)
    {
        var generation = _generation;
        var head = _head;
        Check(parent == null || parent.Store == this, "the parent was staged on another store");
        Check(
            height == (parent?.Height ?? head.Height).Next,
            $"height {height} does not follow {parent?.Height ?? head.Height}");
        CheckGeneration(parent?.Generation ?? generation);
        CheckWrites(writes);
        using var update = new TreeUpdate(new StagingSource(this, parent), _options.RetainedStateHeights > 0);
        var pool = ArrayPool<TreeChange>.Shared;
        var buffer = pool.Rent(writes.Count);
        try
        {
            var changes = ChangesOf(writes, buffer);
            var root = update.Apply(parent?.RootNode ?? head.Tree.Root, changes);
            return new PendingState(this, parent, height, writes, root, update, generation);
        }
        catch (StorageException)
        {
            // Nodes of a later or another block are not damage.
            CheckNotPassed(parent, head.Height, generation);
            throw;
        }
        finally
        {
            pool.Return(buffer);
        }
    }

    /// <summary>
    /// The state after a pending block, or the committed state at this moment: for executing the next block. Any number
    /// of threads may read it. Ancestors may be committed meanwhile; once another block is committed on top of it,
    /// reading it is refused (use <see cref="Snapshot"/> for queries).
    /// </summary>
    public IStateView View(PendingState? pending)
    {
        Check(pending == null || pending.Store == this, "the state was staged on another store");
        var generation = pending?.Generation ?? _generation;
        CheckGeneration(generation);
        return new OverlayView(this, pending, pending?.Height ?? Height, generation);
    }

    /// <summary>The committed state, held at this moment for as long as the result is not disposed.</summary>
    public CommittedSnapshot Snapshot()
    {
        var (handle, head) = TakeSnapshot();
        return new CommittedSnapshot(this, handle, head);
    }

    /// <summary>
    /// The state after the newest block, to be served in chunks; null before the first block. Any thread.
    /// </summary>
    public StateSnapshot? TakeStateSnapshot()
    {
        var (handle, head) = TakeSnapshot();
        try
        {
            if (head.Header != null)
            {
                return new StateSnapshot(this, _database, handle, head);
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>A value, or its absence, with proof, header and certificate of one height.</summary>
    public CertifiedRead ReadWithProof(ReadOnlySpan<byte> key)
    {
        using var snapshot = Snapshot();
        return snapshot.ReadWithProof(key);
    }

    /// <summary>
    /// All committed writes of a key, oldest first; a null value is a removal. Height 0 is genesis. Read lazily. Of a
    /// ledger that was pruned or restored, the value at <see cref="LowestHistoryOf"/> and the writes above; see
    /// <see cref="SnapshotHeight"/>.
    /// </summary>
    public IEnumerable<(SequenceNumber Height, int Index, byte[]? Value)> History(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, IStateView.KeySizeMax);
        var prefix = RecordKeys.WriteHistoryPrefix(new byte[RecordKeys.HistoryKeySizeMax], key).ToArray();
        return ReadHistory(prefix, key.ToArray());
    }

    /// <summary>A value at a snapshot, or as committed now.</summary>
    internal byte[]? ReadState(ReadOnlySpan<byte> key, SnapshotHandle? snapshot)
    {
        using var value = _database.Get(ColumnFamily.State, key, snapshot);
        return value.Exists ? StateRecord.Value(value.Span).ToArray() : null;
    }

    /// <summary>Walks state entries at a snapshot, or as committed now.</summary>
    internal RocksIterator IterateState(ReadOnlySpan<byte> prefix, SnapshotHandle? snapshot) =>
        _database.Iterate(ColumnFamily.State, prefix, snapshot);

    /// <summary>
    /// Throws unless what has begun to reach the database is an ancestor of a state: a later block, or one of another
    /// branch, may have changed any key.
    /// </summary>
    /// <param name="tip">The state, or null for the one that was committed at <paramref name="height"/>.</param>
    /// <param name="height">Height of the state.</param>
    /// <param name="generation">Generation of the state.</param>
    internal void CheckNotPassed(PendingState? tip, SequenceNumber height, int generation)
    {
        CheckGeneration(generation);
        if (_lastWritten is not { } written || (tip == null && written.Height <= height))
        {
            return;
        }

        var bottom = tip;
        for (var pending = tip; pending != null; pending = pending.Parent)
        {
            if (pending == written)
            {
                return;
            }

            bottom = pending;
        }

        if (bottom == null || bottom.Height <= written.Height)
        {
            throw new InvalidOperationException(
                $"the state at height {height} was passed by the commit of block {written.Height}; " +
                "use a snapshot to read older state");
        }
    }

    private static void CheckWrites(IReadOnlyList<StateWrite> writes)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            var key = writes[i].Key;
            if (key.Length > IStateView.KeySizeMax || writes[i].Value?.Length > IStateView.ValueSizeMax)
            {
                throw new ArgumentException("a key or value is too large", nameof(writes));
            }

            if (i > 0 && writes[i - 1].Key.AsSpan().SequenceCompareTo(key) >= 0)
            {
                throw new ArgumentException("writes are not sorted by key, or a key comes twice", nameof(writes));
            }
        }
    }

    /// <summary>The changes of the tree, by path, in a buffer that is large enough.</summary>
    private ReadOnlySpan<TreeChange> ChangesOf(IReadOnlyList<StateWrite> writes, TreeChange[] buffer)
    {
        var changes = buffer.AsSpan(0, writes.Count);
        for (var i = 0; i < changes.Length; i++)
        {
            var value = writes[i].Value;
            changes[i] = new TreeChange(
                PathOf(writes[i].Key), value == null ? Digest.Zero : Sha256.Of(value), value == null, i);
        }

        changes.Sort();
        return changes;
    }

    private IEnumerable<(SequenceNumber Height, int Index, byte[]? Value)> ReadHistory(byte[] prefix, byte[] key)
    {
        using var iterator = _database.Iterate(ColumnFamily.History, prefix);
        var lowest = LowestHistoryOf(key);
        (SequenceNumber Height, int Index, byte[]? Value)? older = null;
        for (; iterator.Valid; iterator.Next())
        {
            var version = DecodeHistory(iterator, prefix.Length);
            if (lowest.Value > 0 && version.Height <= lowest)
            {
                // Pruned, perhaps not from the disk yet, unless it is the newest of the old ones.
                older = version;
                continue;
            }

            if (older is { Value: not null } first)
            {
                yield return first;
            }

            older = null;
            yield return version;
        }

        if (older is { Value: not null } last)
        {
            yield return last;
        }
    }

    private static (SequenceNumber Height, int Index, byte[]? Value) DecodeHistory(
        RocksIterator iterator, int prefixSize)
    {
        var value = iterator.Value;
        if (iterator.Key.Length != prefixSize + RecordKeys.VersionSize || value.IsEmpty || value[0] > 1)
        {
            throw new StorageException(StorageFailure.Damaged, "A history entry does not decode.");
        }

        var (height, index) = RecordKeys.ReadVersion(iterator.Key[prefixSize..]);
        return (height, index, value[0] == 0 ? null : value[1..].ToArray());
    }
}
