namespace Ledger.Storage;

/// <summary>What kind of failure a <see cref="StorageException"/> reports.</summary>
public enum StorageFailure
{
    /// <summary>
    /// Reading, writing or making a file failed: full or read-only disk, missing directory, missing rights.
    /// </summary>
    InputOutput,

    /// <summary>No space is left on the disk, or the quota is used up.</summary>
    DiskFull,

    /// <summary>
    /// The directory is a backup, which remembers no votes, and was to be started; or it is none, and was to be
    /// restored.
    /// </summary>
    Backup,

    /// <summary>Another process or handle has the directory open for writing.</summary>
    Locked,

    /// <summary>The directory belongs to another chain.</summary>
    WrongChain,

    /// <summary>The directory was written by an incompatible version, or is not a ledger's.</summary>
    WrongFormat,

    /// <summary>Stored bytes are not what was written.</summary>
    Damaged,

    /// <summary>A ledger was to be made in a directory that has one.</summary>
    AlreadyExists,

    /// <summary>A snapshot was being installed when the node stopped; opening for writing goes on with it.</summary>
    RestoreInterrupted,

    /// <summary>The native RocksDB library cannot be used.</summary>
    LibraryMissing,
}

/// <summary>
/// The node's own disk or native store failed. A node stops on it: going on after a failed write would let it
/// contradict what it has signed. The message is one line, fit to be shown to an operator.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes an exception with a one-line message.</summary>
    public StorageException(StorageFailure failure, string message, Exception? inner = null)
        : base(message.ReplaceLineEndings(" "), inner)
    {
        Failure = failure;
    }

    /// <summary>What kind of failure it is.</summary>
    public StorageFailure Failure { get; }
}
