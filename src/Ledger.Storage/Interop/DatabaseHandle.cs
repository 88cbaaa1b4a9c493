using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>
/// An open database with its column families, options and cache. Iterators, snapshots and pinned values hold a
/// reference, so that the database closes only after the last of them.
/// </summary>
internal sealed class DatabaseHandle : SafeHandle
{
    private readonly nint[] _families;
    private readonly nint _cache;
    private volatile StorageException? _readFailure;

    /// <summary>Takes ownership of everything passed in.</summary>
    public DatabaseHandle(nint database, nint[] families, nint cache)
        : base(0, ownsHandle: true)
    {
        _families = families;
        _cache = cache;
        ReadOptions = NativeMethods.rocksdb_readoptions_create();
        NativeMethods.rocksdb_readoptions_set_verify_checksums(ReadOptions, 1);
        SetHandle(database);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Latest state, checksums verified.</summary>
    public nint ReadOptions { get; }

    /// <summary>The native pointer; only for use between taking and giving back a reference.</summary>
    public nint Pointer => handle;

    /// <summary>The first read that failed; null as long as none has.</summary>
    public StorageException? ReadFailure => _readFailure;

    /// <summary>Keeps the failure of a read: a caller may answer it and go on, the store must not.</summary>
    public StorageException Remember(StorageException failure)
    {
        _readFailure ??= failure;
        return failure;
    }

    /// <summary>The native column family.</summary>
    public nint Family(ColumnFamily family) => _families[(int)family];

    /// <summary>Takes a reference that keeps the database open.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public void Enter()
    {
        var entered = false;
        DangerousAddRef(ref entered);
    }

    /// <summary>Gives a reference back.</summary>
    public void Leave() => DangerousRelease();

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        foreach (var family in _families)
        {
            NativeMethods.rocksdb_column_family_handle_destroy(family);
        }

        NativeMethods.rocksdb_close(handle);
        NativeMethods.rocksdb_readoptions_destroy(ReadOptions);
        NativeMethods.rocksdb_cache_destroy(_cache);
        return true;
    }
}
