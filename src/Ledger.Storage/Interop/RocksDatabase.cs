using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>The few operations of RocksDB that the store needs, over spans. Thread safe.</summary>
internal sealed partial class RocksDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    /// <summary>Takes ownership of an open database.</summary>
    public RocksDatabase(DatabaseHandle handle)
    {
        _handle = handle;
    }

    /// <summary>The first read that failed, on whatever thread; null as long as none has.</summary>
    public StorageException? ReadFailure => _handle.ReadFailure;

    /// <summary>The value of a key in native memory; allocates no managed memory. Dispose the result.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public PinnedValue Get(ColumnFamily family, ReadOnlySpan<byte> key, SnapshotHandle? snapshot = null)
    {
        _handle.Enter();
        nint error = 0;
        var slice = NativeMethods.rocksdb_get_pinned_cf(
            _handle.Pointer, snapshot?.ReadOptions ?? _handle.ReadOptions, _handle.Family(family),
            key, (nuint)key.Length, ref error);
        if (error != 0)
        {
            var failure = _handle.Remember(
                NativeError.Take(error, $"reading column family {ColumnFamilies.Names[(int)family]}"));
            _handle.Leave();
            throw failure;
        }

        return new PinnedValue(_handle, slice);
    }

    /// <summary>The value of a key as a new array, or null.</summary>
    public byte[]? GetArray(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        using var value = Get(family, key);
        return value.Exists ? value.Span.ToArray() : null;
    }

    /// <summary>An iterator over the entries that begin with the prefix.</summary>
    public RocksIterator Iterate(
        ColumnFamily family, ReadOnlySpan<byte> prefix, SnapshotHandle? snapshot = null, bool fillCache = true) =>
        new(_handle, family, prefix, snapshot?.Pointer ?? 0, fillCache);

    /// <summary>A snapshot of what is committed.</summary>
    public SnapshotHandle TakeSnapshot() => new(_handle);

    /// <summary>An empty write batch.</summary>
    public WriteBatch CreateBatch() => new(_handle);

    /// <summary>Writes what is only in memory and log to table files, and waits for it.</summary>
    /// <exception cref="StorageException">It failed.</exception>
    public void FlushAll() => Flush(Enum.GetValues<ColumnFamily>());

    /// <summary>Like <see cref="FlushAll"/>, for some families.</summary>
    /// <exception cref="StorageException">It failed.</exception>
    public void Flush(params ReadOnlySpan<ColumnFamily> families)
    {
        _handle.Enter();
        var options = NativeMethods.rocksdb_flushoptions_create();
        try
        {
            NativeMethods.rocksdb_flushoptions_set_wait(options, 1);
            foreach (var family in families)
            {
                nint error = 0;
                NativeMethods.rocksdb_flush_cf(_handle.Pointer, options, _handle.Family(family), ref error);
                NativeError.ThrowIfSet(error, "flushing");
            }
        }
        finally
        {
            NativeMethods.rocksdb_flushoptions_destroy(options);
            _handle.Leave();
        }
    }

    /// <summary>Names of the table files in use (relative to the directory) and of their column families.</summary>
    public IReadOnlyList<(string File, string Family)> TableFiles()
    {
        _handle.Enter();
        var files = NativeMethods.rocksdb_livefiles(_handle.Pointer);
        try
        {
            var list = new List<(string, string)>();
            for (var i = 0; i < NativeMethods.rocksdb_livefiles_count(files); i++)
            {
                var name = Marshal.PtrToStringUTF8(NativeMethods.rocksdb_livefiles_name(files, i)) ?? "";
                var family = Marshal.PtrToStringUTF8(
                    NativeMethods.rocksdb_livefiles_column_family_name(files, i)) ?? "";
                list.Add((name.TrimStart('/'), family));
            }

            return list;
        }
        finally
        {
            NativeMethods.rocksdb_livefiles_destroy(files);
            _handle.Leave();
        }
    }

    /// <summary>Closes the database once nothing holds a reference to it.</summary>
    public void Dispose() => _handle.Dispose();
}
