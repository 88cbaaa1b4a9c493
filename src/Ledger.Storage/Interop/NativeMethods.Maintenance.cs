using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <content>Checkpoints, and giving space back.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_checkpoint_object_create(nint database, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_checkpoint_object_destroy(nint checkpoint);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_checkpoint_create(
        nint checkpoint, byte* directory, ulong logSizeForFlush, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_delete_file_in_range_cf(
        nint database, nint family, ReadOnlySpan<byte> start, nuint startSize, ReadOnlySpan<byte> end, nuint endSize,
        ref nint error);
}
