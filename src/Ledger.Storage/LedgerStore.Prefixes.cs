using Ledger.Primitives;

namespace Ledger.Storage;

/// <content>
/// Giving up old versions of the keys with one prefix, such as a contract's. As for the whole history, a synced marker
/// comes first and is what readers keep to.
/// </content>
public sealed partial class LedgerStore
{
    /// <summary>Prefixes that may have a history of their own: every read of history looks through them.</summary>
    public const int PrunedPrefixesMax = 1_024;

    // Replaced as a whole; ascending by prefix.
    private volatile PrunedPrefix[] _prunedPrefixes = [];

    /// <summary>Prefixes with a history of their own, ascending. Any thread.</summary>
    public IReadOnlyList<PrunedPrefix> PrunedPrefixes => _prunedPrefixes;

    /// <summary>
    /// Height from which on the history of every key is whole: the highest of <see cref="LowestHistory"/> and those of
    /// the <see cref="PrunedPrefixes"/>.
    /// </summary>
    public SequenceNumber LowestWholeHistory
    {
        get
        {
            var lowest = LowestHistory;
            foreach (var pruned in _prunedPrefixes)
            {
                lowest = pruned.Lowest > lowest ? pruned.Lowest : lowest;
            }

            return lowest;
        }
    }

    /// <summary>
    /// Height from which on <see cref="History"/> of a key is whole, beginning with the value that it had there; 0 when
    /// nothing is missing. Never falls. Any thread.
    /// </summary>
    public SequenceNumber LowestHistoryOf(ReadOnlySpan<byte> key)
    {
        var lowest = LowestHistory;
        foreach (var pruned in _prunedPrefixes)
        {
            if (pruned.Lowest > lowest && key.StartsWith(pruned.Prefix))
            {
                lowest = pruned.Lowest;
            }
        }

        return lowest;
    }

    /// <summary>
    /// Removes old versions of the keys with a prefix, and returns when the disk's space is free: of each key the value
    /// that it has at the height stays, and all later ones. The state, its tree and other keys are not touched. Does
    /// nothing when they are gone already. Any thread, beside <see cref="CommitBlock"/>; a crash or
    /// <see cref="Dispose"/> in the middle is made good by the next <see cref="Open"/>.
    /// </summary>
    /// <param name="keyPrefix">1 to <see cref="IStateView.KeySizeMax"/> bytes.</param>
    /// <param name="upTo">Height from which on their history stays whole; at most the head's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix has another size, or the height is above the head.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are <see cref="PrunedPrefixesMax"/> other prefixes already.
    /// </exception>
    /// <exception cref="StorageException">A read or a write failed.</exception>
    public void PruneHistory(ReadOnlySpan<byte> keyPrefix, SequenceNumber upTo)
    {
        CheckWritable();
        ArgumentOutOfRangeException.ThrowIfZero(keyPrefix.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyPrefix.Length, IStateView.KeySizeMax);
        lock (_maintenance)
        {
            if (upTo <= LowestHistoryOf(keyPrefix))
            {
                return;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThan(upTo.Value, Height.Value, nameof(upTo));
            var prefix = keyPrefix.ToArray();
            var prefixes = With(_prunedPrefixes, new PrunedPrefix(prefix, upTo));
            Check(prefixes.Length <= PrunedPrefixesMax, $"the history of {PrunedPrefixesMax} prefixes was pruned already");
            using (var batch = _database.CreateBatch())
            {
                batch.Put(ColumnFamily.Meta, RecordKeys.OfPrefix(RecordKeys.LowestOfPrefix, prefix), HeightKey(upTo.Value));
                batch.Put(ColumnFamily.Meta, RecordKeys.OfPrefix(RecordKeys.PruningOfPrefix, prefix), default);
                Write(batch, sync: true);
            }

            _prunedPrefixes = prefixes;
            FinishPruningPrefix(prefix, upTo.Value);
        }
    }

    private static PrunedPrefix[] With(PrunedPrefix[] prefixes, PrunedPrefix added)
    {
        var list = new List<PrunedPrefix>(prefixes.Length + 1);
        foreach (var pruned in prefixes)
        {
            if (!pruned.Prefix.AsSpan().SequenceEqual(added.Prefix))
            {
                list.Add(pruned);
            }
        }

        list.Add(added);
        list.Sort(static (x, y) => x.Prefix.AsSpan().SequenceCompareTo(y.Prefix));
        return [.. list];
    }

    private void LoadPrunedPrefixes()
    {
        var prefixes = new List<PrunedPrefix>();
        using var iterator = _database.Iterate(ColumnFamily.Meta, RecordKeys.LowestOfPrefix);
        for (; iterator.Valid; iterator.Next())
        {
            var lowest = ReadMetaNumber(iterator.Key) ?? 0;
            prefixes.Add(new PrunedPrefix(
                iterator.Key[RecordKeys.LowestOfPrefix.Length..].ToArray(), new SequenceNumber(lowest)));
        }

        _prunedPrefixes = [.. prefixes];
    }

    /// <summary>Goes on with what a crash interrupted.</summary>
    private void ResumePruningPrefixes()
    {
        foreach (var pruned in _prunedPrefixes)
        {
            using var isPruning = _database.Get(
                ColumnFamily.Meta, RecordKeys.OfPrefix(RecordKeys.PruningOfPrefix, pruned.Prefix));
            if (isPruning.Exists)
            {
                FinishPruningPrefix(pruned.Prefix, pruned.Lowest.Value);
            }
        }
    }

    /// <summary>
    /// Entries are ordered by the length of their key first, so the keys with a prefix are one range for each length.
    /// </summary>
    private void FinishPruningPrefix(byte[] prefix, ulong lowest)
    {
        var range = new byte[2 + prefix.Length];
        var end = new byte[RecordKeys.HistoryKeySizeMax];
        for (var size = prefix.Length; size <= IStateView.KeySizeMax && !_disposed; size++)
        {
            RecordKeys.WriteHistoryRange(range, size, prefix);
            if (RemoveOldVersions(range, lowest) == 0)
            {
                continue;
            }

            range.CopyTo(end, 0);
            end.AsSpan(range.Length).Fill(0xFF);
            _database.Compact(ColumnFamily.History, range, end);
        }

        if (!_disposed)
        {
            EndPruning(RecordKeys.OfPrefix(RecordKeys.PruningOfPrefix, prefix));
        }
    }

    /// <summary>
    /// Removes, of entries of history that begin with some bytes, what is older than each key's value at a height. Stops
    /// early when the store is disposed.
    /// </summary>
    /// <returns>How many were removed.</returns>
    private long RemoveOldVersions(ReadOnlySpan<byte> range, ulong lowest)
    {
        using var iterator = _database.Iterate(ColumnFamily.History, range, fillCache: false);
        var batch = _database.CreateBatch();
        try
        {
            byte[]? older = null;
            var olderIsRemoval = false;
            var (records, removed) = (0, 0L);
            while (!_disposed && (iterator.Valid || older != null))
            {
                // An old version goes when a newer old one follows, or when it only says that there is none.
                var current = iterator.Valid ? iterator.Key : default;
                var isOld = iterator.Valid && HeightOfHistory(current) <= lowest;
                if (older != null && (olderIsRemoval || (isOld && IsSameHistory(older, current))))
                {
                    batch.Delete(ColumnFamily.History, older);
                    records++;
                    removed++;
                }

                older = isOld ? current.ToArray() : null;
                olderIsRemoval = isOld && iterator.Value is [0];
                if (iterator.Valid)
                {
                    iterator.Next();
                }

                if (records >= PruneRecordsMax)
                {
                    Write(batch, sync: false);
                    batch.Dispose();
                    batch = _database.CreateBatch();
                    records = 0;
                }
            }

            if (records > 0)
            {
                Write(batch, sync: false);
            }

            return removed;
        }
        finally
        {
            batch.Dispose();
        }
    }
}
