using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <content>Opening, closing, reading, writing.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_open_column_families(
        nint options, byte* directory, int count, byte** names, nint* familyOptions, nint* families, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_open_for_read_only_column_families(
        nint options, byte* directory, int count, byte** names, nint* familyOptions, nint* families,
        byte errorIfLogExists, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_close(nint database);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_column_family_handle_destroy(nint family);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial byte** rocksdb_list_column_families(
        nint options, byte* directory, out nuint count, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_list_column_families_destroy(byte** names, nuint count);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_free(nint memory);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_get_pinned_cf(
        nint database, nint readOptions, nint family, ReadOnlySpan<byte> key, nuint keySize, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial byte* rocksdb_pinnableslice_value(nint slice, out nuint size);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_pinnableslice_destroy(nint slice);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_readoptions_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_readoptions_destroy(nint options);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_readoptions_set_verify_checksums(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_readoptions_set_fill_cache(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_readoptions_set_snapshot(nint options, nint snapshot);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_readoptions_set_iterate_upper_bound(nint options, byte* key, nuint keySize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_create_snapshot(nint database);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_release_snapshot(nint database, nint snapshot);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_create_iterator_cf(nint database, nint readOptions, nint family);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_iter_destroy(nint iterator);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial byte rocksdb_iter_valid(nint iterator);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_iter_seek(nint iterator, ReadOnlySpan<byte> key, nuint keySize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_iter_seek_for_prev(nint iterator, ReadOnlySpan<byte> key, nuint keySize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_iter_next(nint iterator);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial byte* rocksdb_iter_key(nint iterator, out nuint size);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial byte* rocksdb_iter_value(nint iterator, out nuint size);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_iter_get_error(nint iterator, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_writebatch_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writebatch_destroy(nint batch);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writebatch_put_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keySize, ReadOnlySpan<byte> value, nuint valueSize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writebatch_delete_cf(
        nint batch, nint family, ReadOnlySpan<byte> key, nuint keySize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writebatch_delete_range_cf(
        nint batch, nint family, ReadOnlySpan<byte> start, nuint startSize, ReadOnlySpan<byte> end, nuint endSize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_compact_range_cf(
        nint database, nint family, byte* start, nuint startSize, byte* end, nuint endSize);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_writeoptions_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writeoptions_destroy(nint options);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writeoptions_set_sync(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_writeoptions_disable_WAL(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_set_perf_level(int level);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_write(nint database, nint writeOptions, nint batch, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_flushoptions_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_flushoptions_destroy(nint options);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_flushoptions_set_wait(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_flush_cf(nint database, nint flushOptions, nint family, ref nint error);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_livefiles(nint database);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial int rocksdb_livefiles_count(nint files);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_livefiles_name(nint files, int index);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_livefiles_column_family_name(nint files, int index);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_livefiles_destroy(nint files);
}
