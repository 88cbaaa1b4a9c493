using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Storage.Interop;

/// <summary>Opens a directory with the store's column families and settings.</summary>
internal static unsafe class DatabaseOpener
{
    // RocksDB's WALRecoveryMode and InfoLogLevel.
    private const int TolerateTornTail = 0;
    private const int AbsoluteConsistency = 1;
    private const int LogErrors = 3;

    /// <summary>Opens the database; falls back to no compression when the library has no LZ4.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static RocksDatabase Open(string directory, StoreOptions options, bool readOnly)
    {
        var handle = TryOpen(directory, options, readOnly, compress: true, out var failure);
        if (failure != null && failure.Message.Contains("LZ4", StringComparison.Ordinal))
        {
            handle = TryOpen(directory, options, readOnly, compress: false, out failure);
        }

        return failure == null ? new RocksDatabase(handle!) : throw failure;
    }

    /// <summary>Names of the column families in a directory that holds a database.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public static IReadOnlyList<string> ListFamilies(string directory)
    {
        var options = NativeMethods.rocksdb_options_create();
        nint error = 0;
        nuint count;
        byte** names;
        fixed (byte* path = Terminated(directory))
        {
            names = NativeMethods.rocksdb_list_column_families(options, path, out count, ref error);
        }

        NativeMethods.rocksdb_options_destroy(options);
        NativeError.ThrowIfSet(error, "reading the list of column families");
        var list = new List<string>();
        for (nuint i = 0; i < count; i++)
        {
            list.Add(Marshal.PtrToStringUTF8((nint)names[i]) ?? "");
        }

        NativeMethods.rocksdb_list_column_families_destroy(names, count);
        return list;
    }

    private static DatabaseHandle? TryOpen(
        string directory, StoreOptions options, bool readOnly, bool compress, out StorageException? failure)
    {
        var count = ColumnFamilies.Names.Count;
        var families = new nint[count];
        var familyOptions = new nint[count];
        var names = new nint[count];
        var cache = NativeMethods.rocksdb_cache_create_lru((nuint)options.BlockCacheBytesMax);
        var native = CreateDatabaseOptions(options, readOnly);
        for (var i = 0; i < count; i++)
        {
            familyOptions[i] = ColumnFamilies.CreateOptions((ColumnFamily)i, options, cache, compress);
            names[i] = Marshal.StringToCoTaskMemUTF8(ColumnFamilies.Names[i]);
        }

        nint error = 0;
        nint database;
        fixed (byte* path = Terminated(directory))
        fixed (nint* name = names, familyOption = familyOptions, family = families)
        {
            database = readOnly
                ? NativeMethods.rocksdb_open_for_read_only_column_families(
                    native, path, count, (byte**)name, familyOption, family, 0, ref error)
                : NativeMethods.rocksdb_open_column_families(
                    native, path, count, (byte**)name, familyOption, family, ref error);
        }

        // The database keeps its own copies.
        NativeMethods.rocksdb_options_destroy(native);
        for (var i = 0; i < count; i++)
        {
            NativeMethods.rocksdb_options_destroy(familyOptions[i]);
            Marshal.FreeCoTaskMem(names[i]);
        }

        if (error != 0)
        {
            NativeMethods.rocksdb_cache_destroy(cache);
            failure = NativeError.Take(error, $"opening {directory}");
            return null;
        }

        failure = null;
        return new DatabaseHandle(database, families, cache);
    }

    private static nint CreateDatabaseOptions(StoreOptions options, bool readOnly)
    {
        var native = NativeMethods.rocksdb_options_create();
        NativeMethods.rocksdb_options_set_create_if_missing(native, readOnly ? (byte)0 : (byte)1);
        NativeMethods.rocksdb_options_set_create_missing_column_families(native, readOnly ? (byte)0 : (byte)1);
        NativeMethods.rocksdb_options_set_paranoid_checks(native, 1);
        NativeMethods.rocksdb_options_set_db_write_buffer_size(native, (nuint)options.WriteBufferBytesMax);
        NativeMethods.rocksdb_options_set_max_total_wal_size(native, (ulong)options.WriteAheadLogBytesMax);

        // A power cut may tear the last record of the log, which was then never acknowledged. Damage anywhere before it
        // is refused: RocksDB's default would silently drop all records after it, synced votes among them. Garbage
        // behind the last sync is refused too, though nothing in it was acknowledged: the log does not say how far it
        // was synced.
        NativeMethods.rocksdb_options_set_wal_recovery_mode(native, readOnly ? AbsoluteConsistency : TolerateTornTail);

        // A recycled log keeps stale bytes behind its end, which cannot be told from damage.
        NativeMethods.rocksdb_options_set_recycle_log_file_num(native, 0);

        // RocksDB's own text log: errors only, two files of at most 1 MiB.
        NativeMethods.rocksdb_options_set_info_log_level(native, LogErrors);
        NativeMethods.rocksdb_options_set_keep_log_file_num(native, 2);
        NativeMethods.rocksdb_options_set_max_log_file_size(native, 1u << 20);
        NativeMethods.rocksdb_options_set_stats_dump_period_sec(native, 0);
        NativeMethods.rocksdb_options_set_max_manifest_file_size(native, 8u << 20);
        NativeMethods.rocksdb_options_set_max_background_jobs(native, options.BackgroundJobsMax);

        // An audit looks into every file when it opens; a node only into those it needs.
        NativeMethods.rocksdb_options_set_max_open_files(native, readOnly ? -1 : options.OpenFilesMax);
        return native;
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
