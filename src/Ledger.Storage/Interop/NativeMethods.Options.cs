using System.Runtime.InteropServices;

namespace Ledger.Storage.Interop;

/// <summary>
/// RocksDB's C API (rocksdb/c.h, 7.8), under its own names. Booleans are one byte; strings are spans with a length.
/// </summary>
internal static partial class NativeMethods
{
    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_options_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_destroy(nint options);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_create_if_missing(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_create_missing_column_families(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_paranoid_checks(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_db_write_buffer_size(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_total_wal_size(nint options, ulong value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_wal_recovery_mode(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_recycle_log_file_num(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_info_log_level(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_keep_log_file_num(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_log_file_size(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_stats_dump_period_sec(nint options, uint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_background_jobs(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_open_files(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_manifest_file_size(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_write_buffer_size(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_write_buffer_number(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_level0_file_num_compaction_trigger(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_target_file_size_base(nint options, ulong value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_bytes_for_level_base(nint options, ulong value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_compression(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_max_sequential_skip_in_iterations(nint options, ulong value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_options_set_block_based_table_factory(nint options, nint tableOptions);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_block_based_options_create();

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_destroy(nint options);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_block_cache(nint options, nint cache);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_block_size(nint options, nuint value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_format_version(nint options, int value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_checksum(nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_cache_index_and_filter_blocks(
        nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(
        nint options, byte value);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_block_based_options_set_filter_policy(nint options, nint policy);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_filterpolicy_create_bloom_full(double bitsPerKey);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial nint rocksdb_cache_create_lru(nuint capacity);

    [LibraryImport(RocksLibrary.Name)]
    internal static partial void rocksdb_cache_destroy(nint cache);
}
