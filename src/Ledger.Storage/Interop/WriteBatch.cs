using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>Changes that reach the disk together or not at all. One thread.</summary>
internal sealed class WriteBatch : SafeHandle
{
    // RocksDB's number for kDisable.
    private const int PerfLevelDisabled = 1;

    private readonly DatabaseHandle _database;

    /// <summary>An empty batch.</summary>
    public WriteBatch(DatabaseHandle database)
        : base(0, ownsHandle: true)
    {
        database.Enter();
        _database = database;
        SetHandle(NativeMethods.rocksdb_writebatch_create());
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Sets a value; the bytes are copied.</summary>
    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        NativeMethods.rocksdb_writebatch_put_cf(
            handle, _database.Family(family), key, (nuint)key.Length, value, (nuint)value.Length);

    /// <summary>Removes a key.</summary>
    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key) =>
        NativeMethods.rocksdb_writebatch_delete_cf(handle, _database.Family(family), key, (nuint)key.Length);

    /// <summary>Removes all keys of a family.</summary>
    public void DeleteAll(ColumnFamily family)
    {
        var end = RecordKeys.AboveAll;
        NativeMethods.rocksdb_writebatch_delete_range_cf(
            handle, _database.Family(family), default, 0, end, (nuint)end.Length);
    }

    /// <summary>Removes the keys from <paramref name="start"/> on and below <paramref name="end"/>.</summary>
    public void DeleteRange(ColumnFamily family, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) =>
        NativeMethods.rocksdb_writebatch_delete_range_cf(
            handle, _database.Family(family), start, (nuint)start.Length, end, (nuint)end.Length);

    /// <summary>Writes everything.</summary>
    /// <param name="sync">Whether it must be on the disk, not only with the operating system, on return.</param>
    /// <exception cref="StorageException">It failed; nothing of the batch counts as written.</exception>
    public void Commit(bool sync)
    {
        var options = NativeMethods.rocksdb_writeoptions_create();
        NativeMethods.rocksdb_writeoptions_set_sync(options, sync ? (byte)1 : (byte)0);
        Commit(options);
    }

    /// <summary>Writes everything, but not to the log: a crash may take it away, and all later such writes.</summary>
    /// <exception cref="StorageException">It failed; nothing of the batch counts as written.</exception>
    public void CommitUnlogged()
    {
        var options = NativeMethods.rocksdb_writeoptions_create();
        NativeMethods.rocksdb_writeoptions_disable_WAL(options, 1);
        Commit(options);
    }

    private void Commit(nint options)
    {
        // Nobody reads these counters, which belong to a thread, and each comparison of two keys would count.
        NativeMethods.rocksdb_set_perf_level(PerfLevelDisabled);
        nint error = 0;
        NativeMethods.rocksdb_write(_database.Pointer, options, handle, ref error);
        NativeMethods.rocksdb_writeoptions_destroy(options);
        NativeError.ThrowIfSet(error, "writing");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.rocksdb_writebatch_destroy(handle);
        _database.Leave();
        return true;
    }
}
