using Ledger.Primitives;
using Ledger.Storage.Integrity;
using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <content>Opening: what a directory must be before anything is read from it or written to it.</content>
public sealed partial class LedgerStore
{
    private const string CurrentFile = "CURRENT";

    /// <summary>Whether a ledger is in the directory.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, CurrentFile));

    /// <summary>Makes a ledger without blocks (the directory's parent must exist).</summary>
    /// <param name="directory">Absent or empty.</param>
    /// <param name="chainId">The chain it belongs to.</param>
    /// <param name="incarnation">See <see cref="Incarnation"/>.</param>
    /// <exception cref="StorageException">There is a ledger already, or it cannot be made.</exception>
    public static void Initialise(string directory, Digest chainId, ulong incarnation)
    {
        if (Exists(directory))
        {
            throw new StorageException(StorageFailure.AlreadyExists, $"There is a ledger in {directory} already.");
        }

        Open(directory, chainId, new StoreOptions { NewIncarnation = incarnation }).Dispose();
    }

    /// <summary>
    /// Opens a node's directory for writing; makes it when it is absent or empty (its parent must exist). Goes on with
    /// the installation of a snapshot that was interrupted.
    /// </summary>
    /// <param name="directory">The directory; nothing else may be in it.</param>
    /// <param name="chainId">The chain it must belong to.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <exception cref="StorageException">
    /// It belongs to another chain, has another format, is in use, cannot be written, or is damaged. The message says
    /// which.
    /// </exception>
    public static LedgerStore Open(string directory, Digest chainId, StoreOptions? options = null)
    {
        options ??= new StoreOptions();
        options.Validate();
        RocksLibrary.EnsureLoaded();
        directory = Path.GetFullPath(directory);
        BackupFiles.CheckFinished(directory);
        PrepareDirectory(directory);
        var claim = DirectoryClaim.Write(directory);
        RocksDatabase? database = null;
        try
        {
            if (Exists(directory))
            {
                CheckFamilies(directory, mayLackSome: true);
            }

            database = OpenDatabase(directory, options, readOnly: false);
            if (ReadIdentity(database, directory) is not { } stored)
            {
                WriteIdentity(database, chainId, options.NewIncarnation);
                stored = chainId;
            }

            CheckChain(directory, stored, chainId);
            CheckNoBackup(directory, database);
            return new LedgerStore(directory, false, options, database, stored, claim);
        }
        catch
        {
            database?.Dispose();
            claim.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a directory that no node is using, to audit it; no node can open it meanwhile (on Linux). Writes nothing.
    /// Any damaged byte of the write-ahead log is an error here, any other one when it is read;
    /// <see cref="VerifyIntegrity"/> reads all.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="expectedChainId">The chain it must belong to; null for any.</param>
    /// <exception cref="StorageException">
    /// It is no ledger's, is in use, belongs to another chain, or is damaged.
    /// </exception>
    public static LedgerStore OpenReadOnly(string directory, Digest? expectedChainId)
    {
        RocksLibrary.EnsureLoaded();
        directory = Path.GetFullPath(directory);
        if (!Exists(directory))
        {
            throw new StorageException(StorageFailure.InputOutput, $"There is no ledger in {directory}.");
        }

        var claim = DirectoryClaim.Read(directory);
        RocksDatabase? database = null;
        try
        {
            WriteAheadLogCheck.CheckDirectory(directory);
            CheckFamilies(directory, mayLackSome: false);
            var options = new StoreOptions();
            database = OpenDatabase(directory, options, readOnly: true);
            var stored = ReadIdentity(database, directory) ?? throw new StorageException(
                StorageFailure.Damaged, $"The ledger in {directory} has lost the record of its chain.");
            CheckChain(directory, stored, expectedChainId ?? stored);
            return new LedgerStore(directory, true, options, database, stored, claim);
        }
        catch
        {
            database?.Dispose();
            claim.Dispose();
            throw;
        }
    }

    private static void PrepareDirectory(string directory)
    {
        var parent = Path.GetDirectoryName(directory);
        if (parent != null && !Directory.Exists(parent))
        {
            throw new StorageException(
                StorageFailure.InputOutput, $"Cannot make {directory}: the directory {parent} does not exist.");
        }

        try
        {
            Directory.CreateDirectory(directory);
            var isNew = !Exists(directory);
            foreach (var path in isNew ? Directory.GetFileSystemEntries(directory) : [])
            {
                if (!IsOfInterruptedCreation(Path.GetFileName(path)))
                {
                    throw new StorageException(
                        StorageFailure.WrongFormat,
                        $"The directory {directory} is not empty and holds no ledger ({path}).");
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFailure.InputOutput, $"Cannot use the directory {directory}: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Files that RocksDB makes before CURRENT: a crash in the first moment leaves them behind, and may be repeated.
    /// </summary>
    private static bool IsOfInterruptedCreation(string name) =>
        name is "LOCK" or "IDENTITY" || name.StartsWith("LOG", StringComparison.Ordinal) ||
        name.StartsWith("MANIFEST-", StringComparison.Ordinal) ||
        name.StartsWith("OPTIONS-", StringComparison.Ordinal) ||
        name.EndsWith(".dbtmp", StringComparison.Ordinal);

    /// <summary>
    /// Families come into being one by one, so a crash at creation may leave some out; a foreign one means another
    /// format.
    /// </summary>
    private static void CheckFamilies(string directory, bool mayLackSome)
    {
        var found = DatabaseOpener.ListFamilies(directory);
        foreach (var name in found)
        {
            if (!ColumnFamilies.Names.Contains(name))
            {
                throw new StorageException(
                    StorageFailure.WrongFormat, $"{directory} has another format: unknown column family {name}.");
            }
        }

        if (found.Count < ColumnFamilies.Names.Count && !mayLackSome)
        {
            throw new StorageException(
                StorageFailure.WrongFormat, $"{directory} has another format: column families are missing.");
        }
    }

    private static RocksDatabase OpenDatabase(string directory, StoreOptions options, bool readOnly)
    {
        try
        {
            return DatabaseOpener.Open(directory, options, readOnly);
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.Locked)
        {
            throw DirectoryClaim.InUse(directory, failure);
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.Damaged)
        {
            throw new StorageException(
                StorageFailure.Damaged, $"The ledger in {directory} is damaged: {failure.Message}", failure);
        }
    }

    private static void CheckNoBackup(string directory, RocksDatabase database)
    {
        using var mark = database.Get(ColumnFamily.Meta, RecordKeys.Backup);
        if (mark.Exists)
        {
            throw new StorageException(
                StorageFailure.Backup,
                $"{directory} is a backup, which no node may use as its own: it remembers no votes. Restore it first.");
        }
    }

    private static Digest? ReadIdentity(RocksDatabase database, string directory)
    {
        using var value = database.Get(ColumnFamily.Meta, RecordKeys.Identity);
        if (!value.Exists)
        {
            return null;
        }

        if (value.Span.Length != 1 + Digest.Size || value.Span[0] != RecordKeys.FormatVersion)
        {
            throw new StorageException(
                StorageFailure.WrongFormat,
                $"The ledger in {directory} has format {(value.Span.IsEmpty ? 0 : value.Span[0])}; " +
                $"this version reads format {RecordKeys.FormatVersion}.");
        }

        return new Digest(value.Span[1..]);
    }

    private static void WriteIdentity(RocksDatabase database, Digest chainId, ulong incarnation)
    {
        using (var head = database.Get(ColumnFamily.Meta, RecordKeys.Head))
        {
            if (head.Exists)
            {
                throw new StorageException(StorageFailure.Damaged, "The ledger has lost the record of its chain.");
            }
        }

        using var batch = database.CreateBatch();
        batch.Put(ColumnFamily.Meta, RecordKeys.Identity, [RecordKeys.FormatVersion, .. chainId.AsSpan()]);
        Span<byte> number = stackalloc byte[RecordKeys.HeightSize];
        batch.Put(ColumnFamily.Meta, RecordKeys.Incarnation, RecordKeys.WriteHeight(number, incarnation));
        batch.Commit(sync: true);
    }

    private static void CheckChain(string directory, Digest stored, Digest expected)
    {
        if (stored != expected)
        {
            throw new StorageException(
                StorageFailure.WrongChain,
                $"The ledger in {directory} belongs to chain {stored.ToShortString()}, " +
                $"not to {expected.ToShortString()}.");
        }
    }
}
