using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <summary>How each column family is laid out on disk, and why.</summary>
internal static class ColumnFamilies
{
    /// <summary>Names on disk, in the order of <see cref="ColumnFamily"/>.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "default", "blocks", "headers", "txindex", "state", "tree", "history", "votes", "meta", "paths", "epochs",
        "staging", "changes", "undo",
    ];

    /// <summary>
    /// Format 5 tables exist in every RocksDB since 6.6; newer libraries would write files that 7.8 cannot check.
    /// </summary>
    private const int TableFormatVersion = 5;

    // RocksDB's numbers for kCRC32c, kNoCompression, kLZ4Compression.
    private const byte ChecksumCrc32C = 1;
    private const int CompressionNone = 0;
    private const int CompressionLz4 = 4;

    private const double BloomBitsPerKey = 10;

    /// <summary>The options of one family. The caller destroys them after the database is open.</summary>
    /// <param name="family">Which.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="cache">The store's shared block cache.</param>
    /// <param name="compress">Whether the library supports LZ4.</param>
    public static nint CreateOptions(ColumnFamily family, StoreOptions options, nint cache, bool compress)
    {
        var native = NativeMethods.rocksdb_options_create();
        NativeMethods.rocksdb_options_set_write_buffer_size(native, (nuint)WriteBufferBytes(family, options));
        NativeMethods.rocksdb_options_set_max_write_buffer_number(native, 2);
        NativeMethods.rocksdb_options_set_target_file_size_base(native, 32UL << 20);
        NativeMethods.rocksdb_options_set_level0_file_num_compaction_trigger(native, NewFilesMax(family));
        NativeMethods.rocksdb_options_set_max_bytes_for_level_base(native, 256UL << 20);
        NativeMethods.rocksdb_options_set_compression(
            native, compress && IsCompressible(family) ? CompressionLz4 : CompressionNone);

        // An iterator that skips over old versions by seeking would leave blocks between them unread, and damage in
        // them unseen.
        NativeMethods.rocksdb_options_set_max_sequential_skip_in_iterations(native, ulong.MaxValue);

        var table = NativeMethods.rocksdb_block_based_options_create();
        NativeMethods.rocksdb_block_based_options_set_block_cache(table, cache);
        NativeMethods.rocksdb_block_based_options_set_format_version(table, TableFormatVersion);
        NativeMethods.rocksdb_block_based_options_set_checksum(table, ChecksumCrc32C);

        // Blocks are large and read whole; a larger table block keeps their index small.
        NativeMethods.rocksdb_block_based_options_set_block_size(
            table, family is ColumnFamily.Blocks or ColumnFamily.Undo or ColumnFamily.Changes ? 32u << 10 : 4u << 10);

        // Index and filter blocks count against the cache's bound; those of the newest level stay, every lookup needs
        // them.
        NativeMethods.rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, 1);
        NativeMethods.rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(table, 1);
        if (IsPointLookup(family))
        {
            // The policy belongs to the table options from here on.
            NativeMethods.rocksdb_block_based_options_set_filter_policy(
                table, NativeMethods.rocksdb_filterpolicy_create_bloom_full(BloomBitsPerKey));
        }

        NativeMethods.rocksdb_options_set_block_based_table_factory(native, table);
        NativeMethods.rocksdb_block_based_options_destroy(table);
        return native;
    }

    /// <summary>
    /// Lookups that often miss: a Bloom filter saves the read (about 1 % false positives at 10 bits).
    /// </summary>
    private static bool IsPointLookup(ColumnFamily family) =>
        family is ColumnFamily.TransactionIndex or ColumnFamily.State or ColumnFamily.Tree;

    /// <summary>
    /// Flushed files that wait to be merged into the next level, which rewrites that level each time. Filters spare lookups
    /// most of them; what is read in order as well would have to look into all.
    /// </summary>
    private static int NewFilesMax(ColumnFamily family) =>
        family is ColumnFamily.TransactionIndex or ColumnFamily.Tree ? 12 : 4;

    /// <summary>Ids, hashes and signatures do not shrink; the rest is names and small numbers.</summary>
    private static bool IsCompressible(ColumnFamily family) =>
        family is ColumnFamily.Blocks or ColumnFamily.State or ColumnFamily.History or ColumnFamily.Staging or
            ColumnFamily.Changes;

    /// <summary>
    /// A family flushes at its own bound; the store flushes the largest when all together reach the total. Tree nodes
    /// are overwritten often, so a larger buffer saves the most disk writes there.
    /// </summary>
    private static long WriteBufferBytes(ColumnFamily family, StoreOptions options) => family switch
    {
        ColumnFamily.Blocks or ColumnFamily.Tree => options.WriteBufferBytesMax / 4,
        ColumnFamily.Default or ColumnFamily.Meta or ColumnFamily.Epochs =>
            Math.Max(64L << 10, options.WriteBufferBytesMax / 64),
        _ => options.WriteBufferBytesMax / 8,
    };
}
