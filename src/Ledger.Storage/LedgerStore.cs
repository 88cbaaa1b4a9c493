using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// One node's ledger on disk: blocks, the world state with its authenticated tree, history, and what the replica has
/// signed. One RocksDB directory. One thread commits blocks; any thread reads; votes may be saved while a block is
/// committed. Every method may throw
/// <see cref="StorageException"/>, after which the node stops: once a read or a write has failed the store refuses all
/// writes.
/// </summary>
public sealed partial class LedgerStore : IDisposable
{
    private readonly string _directory;
    private readonly bool _isReadOnly;
    private readonly StoreOptions _options;
    private readonly RocksDatabase _database;
    private readonly NodeCache _nodes;
    private volatile CommittedHead _head;
    private volatile StorageException? _failure;

    // The newest state of which a byte may be on disk: set before the write begins, so that whoever read new data sees
    // it here.
    private volatile PendingState? _lastWritten;
    private readonly IDisposable _claim;
    private readonly string _currentFile;
    private volatile bool _disposed;

    private LedgerStore(
        string directory, bool isReadOnly, StoreOptions options, RocksDatabase database, Digest chainId,
        IDisposable claim)
    {
        _directory = directory;
        _currentFile = Path.Combine(directory, CurrentFile);
        _claim = claim;
        _isReadOnly = isReadOnly;
        _options = options;
        _database = database;
        _nodes = new NodeCache(options.TreeNodeBytesMax);
        ChainId = chainId;
        ResumeInstallation();
        _head = LoadHead();
        DropStaleRestore();
        LoadLowest();
        ResumePruning();
        if (!isReadOnly && _head.Tree.Unwritten > 0)
        {
            WriteTree(all: true);
        }
    }

    /// <summary>The chain that the directory belongs to.</summary>
    public Digest ChainId { get; }

    /// <summary>Header of the newest block; null before the first.</summary>
    public BlockHeader? Head => _head.Header;

    /// <summary>Certificate of <see cref="Head"/>.</summary>
    public CommitCertificate? HeadCertificate => _head.Certificate;

    /// <summary>Height of the newest block; 0 before the first.</summary>
    public SequenceNumber Height => _head.Height;

    /// <summary>Root of the committed state.</summary>
    public Digest StateRoot => _head.StateRoot;

    /// <summary>
    /// The memory of votes that the directory is: 0 when it was initialised for a node that had never voted, random
    /// when it took the place of one that was lost (docs/adr/0007). Never changes.
    /// </summary>
    public ulong Incarnation => ReadMetaNumber(RecordKeys.Incarnation) ?? 0;

    /// <summary>
    /// Whether the directory is a backup: it can be audited and restored (<see cref="RestoreBackup"/>), and opened for
    /// reading only.
    /// </summary>
    public bool IsBackup => ReadMetaNumber(RecordKeys.Backup) != null;

    /// <summary>Bytes of all files in the directory.</summary>
    public long DiskBytes
    {
        get
        {
            try
            {
                var sum = 0L;
                foreach (var file in new DirectoryInfo(_directory).EnumerateFiles())
                {
                    // RocksDB may remove a file between its listing and the look at its size.
                    file.Refresh();
                    sum += file.Exists ? file.Length : 0;
                }

                return sum;
            }
            catch (IOException failure)
            {
                throw new StorageException(
                    StorageFailure.InputOutput, $"Cannot list {_directory}: {failure.Message}", failure);
            }
        }
    }

    /// <summary>
    /// Writes everything to table files and closes the directory. Iterators and snapshots that are still open keep the
    /// files open until they are disposed too.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (!_isReadOnly && _failure == null && _database.ReadFailure == null && File.Exists(_currentFile))
            {
                if (_generation % 2 == 0)
                {
                    WriteTree(all: true);
                }

                _database.FlushAll();
            }
        }
        finally
        {
            _database.Dispose();
            _claim.Dispose();
        }
    }

    /// <summary>Where a key stands in the state tree.</summary>
    internal Digest PathOf(ReadOnlySpan<byte> key) => _options.PathOf(key);

    /// <summary>The database itself; for tests that look at what is on the disk.</summary>
    internal RocksDatabase Database => _database;

    /// <summary>Writes a batch; after a failure the store refuses all others.</summary>
    internal void Write(WriteBatch batch, bool sync)
    {
        try
        {
            _options.BeforeWrite?.Invoke();
            batch.Commit(sync);
            if (sync && !File.Exists(_currentFile))
            {
                // The files that are open can still be written, but nobody will find them again.
                throw new StorageException(
                    StorageFailure.InputOutput, $"The directory {_directory} was removed, or moved, under the node.");
            }
        }
        catch (StorageException failure)
        {
            _failure = failure;
            throw;
        }
    }

    /// <summary>Writes a batch that may be lost in a crash.</summary>
    private void WriteUnlogged(WriteBatch batch)
    {
        try
        {
            batch.CommitUnlogged();
        }
        catch (StorageException failure)
        {
            _failure = failure;
            throw;
        }
    }

    private void CheckWritable()
    {
        Check(!_isReadOnly, "the store is open for reading only");
        if (_failure is { } failure)
        {
            throw new StorageException(failure.Failure, $"An earlier write failed: {failure.Message}", failure);
        }

        if (_database.ReadFailure is { } damage)
        {
            throw new StorageException(damage.Failure, $"An earlier read failed: {damage.Message}", damage);
        }
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }
}
