using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>One moment of the database, and read options that see it.</summary>
internal sealed class SnapshotHandle : SafeHandle
{
    private readonly DatabaseHandle _database;

    /// <summary>Takes a snapshot of what is committed now.</summary>
    public SnapshotHandle(DatabaseHandle database)
        : base(0, ownsHandle: true)
    {
        database.Enter();
        _database = database;
        SetHandle(NativeMethods.rocksdb_create_snapshot(database.Pointer));
        ReadOptions = NativeMethods.rocksdb_readoptions_create();
        NativeMethods.rocksdb_readoptions_set_verify_checksums(ReadOptions, 1);
        NativeMethods.rocksdb_readoptions_set_snapshot(ReadOptions, handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Reads at the snapshot; only while a reference is held.</summary>
    public nint ReadOptions { get; }

    /// <summary>The native pointer; only while a reference is held.</summary>
    public nint Pointer => handle;

    /// <summary>Takes a reference; give it back with <see cref="SafeHandle.DangerousRelease"/>.</summary>
    /// <exception cref="ObjectDisposedException">It is released.</exception>
    public void Enter()
    {
        var entered = false;
        DangerousAddRef(ref entered);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.rocksdb_readoptions_destroy(ReadOptions);
        NativeMethods.rocksdb_release_snapshot(_database.Pointer, handle);
        _database.Leave();
        return true;
    }
}
