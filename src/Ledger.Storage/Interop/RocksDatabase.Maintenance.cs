using System.Text;

namespace Ledger.Storage.Interop;

/// <content>Copies of the whole database, and giving space back.</content>
internal sealed partial class RocksDatabase
{
    /// <summary>
    /// A copy of the database as it is at one moment between two writes, on disk when this returns. Table files are
    /// hard links where the file system allows, copies elsewhere. Writers go on meanwhile.
    /// </summary>
    /// <param name="directory">Does not exist.</param>
    /// <exception cref="StorageException">It failed; nothing is left at <paramref name="directory"/>.</exception>
    public unsafe void Checkpoint(string directory)
    {
        _handle.Enter();
        nint checkpoint = 0;
        try
        {
            nint error = 0;
            checkpoint = NativeMethods.rocksdb_checkpoint_object_create(_handle.Pointer, ref error);
            NativeError.ThrowIfSet(error, "preparing a checkpoint");
            fixed (byte* path = Encoding.UTF8.GetBytes(directory + '\0'))
            {
                // 0: always flush, so that hardly any log has to be copied.
                NativeMethods.rocksdb_checkpoint_create(checkpoint, path, 0, ref error);
            }

            NativeError.ThrowIfSet(error, $"writing a checkpoint to {directory}");
        }
        finally
        {
            if (checkpoint != 0)
            {
                NativeMethods.rocksdb_checkpoint_object_destroy(checkpoint);
            }

            _handle.Leave();
        }
    }

    /// <summary>
    /// Drops the table files that hold only keys from <paramref name="start"/> to <paramref name="last"/>, both
    /// included, without reading them. Open snapshots lose them too.
    /// </summary>
    /// <exception cref="StorageException">It failed.</exception>
    public void DropFiles(ColumnFamily family, ReadOnlySpan<byte> start, ReadOnlySpan<byte> last)
    {
        _handle.Enter();
        try
        {
            nint error = 0;
            NativeMethods.rocksdb_delete_file_in_range_cf(
                _handle.Pointer, _handle.Family(family), start, (nuint)start.Length, last, (nuint)last.Length,
                ref error);
            NativeError.ThrowIfSet(error, $"dropping files of column family {ColumnFamilies.Names[(int)family]}");
        }
        finally
        {
            _handle.Leave();
        }
    }

    /// <summary>
    /// Rewrites a family without what was removed from it, and waits for it: gives the disk's space back.
    /// </summary>
    public unsafe void Compact(ColumnFamily family)
    {
        _handle.Enter();
        NativeMethods.rocksdb_compact_range_cf(_handle.Pointer, _handle.Family(family), null, 0, null, 0);
        _handle.Leave();
    }

    /// <summary>Like <see cref="Compact(ColumnFamily)"/>, for the files that overlap a range.</summary>
    public unsafe void Compact(ColumnFamily family, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        _handle.Enter();
        fixed (byte* from = start, to = end)
        {
            NativeMethods.rocksdb_compact_range_cf(
                _handle.Pointer, _handle.Family(family), from, (nuint)start.Length, to, (nuint)end.Length);
        }

        _handle.Leave();
    }
}
