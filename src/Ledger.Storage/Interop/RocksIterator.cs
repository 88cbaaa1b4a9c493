using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>
/// Walks one column family upwards, over the entries that begin with a prefix, as they were when it was made. One
/// thread at a time.
/// </summary>
internal sealed unsafe class RocksIterator : SafeHandle
{
    private readonly DatabaseHandle _database;
    private readonly string _family;
    private readonly nint _readOptions;
    private readonly nint _upperBound;

    /// <summary>Starts at the first entry with the prefix.</summary>
    /// <param name="database">Kept open.</param>
    /// <param name="family">Where to read.</param>
    /// <param name="prefix">Entries that begin with it; empty for all.</param>
    /// <param name="snapshot">A native snapshot to read at, or 0 for what is committed now.</param>
    /// <param name="fillCache">Whether what is read should stay in the block cache.</param>
    public RocksIterator(
        DatabaseHandle database, ColumnFamily family, ReadOnlySpan<byte> prefix, nint snapshot, bool fillCache)
        : base(0, ownsHandle: true)
    {
        database.Enter();
        _database = database;
        _family = ColumnFamilies.Names[(int)family];
        _readOptions = NativeMethods.rocksdb_readoptions_create();
        NativeMethods.rocksdb_readoptions_set_verify_checksums(_readOptions, 1);
        NativeMethods.rocksdb_readoptions_set_fill_cache(_readOptions, fillCache ? (byte)1 : (byte)0);
        if (snapshot != 0)
        {
            NativeMethods.rocksdb_readoptions_set_snapshot(_readOptions, snapshot);
        }

        // RocksDB keeps the bound's address, not a copy, for as long as the iterator lives.
        _upperBound = (nint)NativeMemory.Alloc((nuint)prefix.Length + 1);
        var bound = new Span<byte>((void*)_upperBound, prefix.Length);
        var boundSize = WritePrefixEnd(prefix, bound);
        if (boundSize > 0)
        {
            NativeMethods.rocksdb_readoptions_set_iterate_upper_bound(
                _readOptions, (byte*)_upperBound, (nuint)boundSize);
        }

        SetHandle(NativeMethods.rocksdb_create_iterator_cf(database.Pointer, _readOptions, database.Family(family)));
        NativeMethods.rocksdb_iter_seek(handle, prefix, (nuint)prefix.Length);
        ThrowIfFailed();
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether it stands on an entry.</summary>
    public bool Valid => NativeMethods.rocksdb_iter_valid(handle) != 0;

    /// <summary>The key it stands on, until the next move.</summary>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            var key = NativeMethods.rocksdb_iter_key(handle, out var size);
            return new ReadOnlySpan<byte>(key, (int)size);
        }
    }

    /// <summary>The value it stands on, until the next move.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            var value = NativeMethods.rocksdb_iter_value(handle, out var size);
            return new ReadOnlySpan<byte>(value, (int)size);
        }
    }

    /// <summary>Moves to the first entry whose key is not below one.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public void Seek(ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_iter_seek(handle, key, (nuint)key.Length);
        ThrowIfFailed();
    }

    /// <summary>Moves to the last entry whose key is not above one; may leave the prefix.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public void SeekBackwards(ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_iter_seek_for_prev(handle, key, (nuint)key.Length);
        ThrowIfFailed();
    }

    /// <summary>Moves on.</summary>
    /// <exception cref="StorageException">The next entry cannot be read.</exception>
    public void Next()
    {
        NativeMethods.rocksdb_iter_next(handle);
        ThrowIfFailed();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.rocksdb_iter_destroy(handle);
        NativeMethods.rocksdb_readoptions_destroy(_readOptions);
        NativeMemory.Free((void*)_upperBound);
        _database.Leave();
        return true;
    }

    /// <summary>Writes the smallest key above all with the prefix; 0 bytes when there is none.</summary>
    private static int WritePrefixEnd(ReadOnlySpan<byte> prefix, Span<byte> bound)
    {
        prefix.CopyTo(bound);
        for (var size = prefix.Length; size > 0; size--)
        {
            if (bound[size - 1] != 0xFF)
            {
                bound[size - 1]++;
                return size;
            }
        }

        return 0;
    }

    private void ThrowIfFailed()
    {
        if (Valid)
        {
            return;
        }

        nint error = 0;
        NativeMethods.rocksdb_iter_get_error(handle, ref error);
        if (error != 0)
        {
            throw _database.Remember(NativeError.Take(error, $"reading column family {_family}"));
        }
    }
}
