namespace Ledger.Storage;

/// <summary>
/// Keeps writers and readers of a directory apart. RocksDB locks its LOCK file for a writer only; a reader would see
/// files vanish. Between processes a reader takes a shared lock on the same file (Linux only). A process's own locks do
/// not hold against itself, and are lost when it closes any descriptor of the file, so inside the process a table of
/// open directories comes first.
/// </summary>
internal sealed class DirectoryClaim : IDisposable
{
    private const int Writer = -1;

    // Directory to number of readers, or Writer.
    private static readonly Dictionary<string, int> Claims = new(StringComparer.Ordinal);

    private readonly string _directory;
    private readonly FileStream? _lockFile;
    private bool _disposed;

    private DirectoryClaim(string directory, FileStream? lockFile)
    {
        _directory = directory;
        _lockFile = lockFile;
    }

    /// <summary>Claims a directory that will be opened for writing; RocksDB locks it against other processes.</summary>
    /// <exception cref="StorageException">This process has it open.</exception>
    public static DirectoryClaim Write(string directory)
    {
        directory = Resolve(directory);
        lock (Claims)
        {
            if (!Claims.TryAdd(directory, Writer))
            {
                throw InUse(directory);
            }
        }

        return new DirectoryClaim(directory, null);
    }

    /// <summary>Claims a directory for reading, beside other readers.</summary>
    /// <exception cref="StorageException">It is open for writing, here or in another process.</exception>
    public static DirectoryClaim Read(string directory)
    {
        directory = Resolve(directory);
        lock (Claims)
        {
            var readers = Claims.GetValueOrDefault(directory);
            if (readers == Writer)
            {
                throw InUse(directory);
            }

            // The first reader takes the lock. Should it leave before the others, they go on without: a process has
            // one lock on a file, whichever of its descriptors it was taken by.
            var lockFile = readers == 0 ? TakeSharedLock(directory) : null;
            Claims[directory] = readers + 1;
            return new DirectoryClaim(directory, lockFile);
        }
    }

    /// <summary>What is said of a directory that is taken.</summary>
    public static StorageException InUse(string directory, Exception? inner = null) => new(
        StorageFailure.Locked, $"The ledger in {directory} is in use by another process.", inner);

    /// <summary>Gives the directory free.</summary>
    public void Dispose()
    {
        lock (Claims)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _lockFile?.Dispose();
            if (Claims[_directory] is Writer or 1)
            {
                Claims.Remove(_directory);
            }
            else
            {
                Claims[_directory]--;
            }
        }
    }

    private static FileStream? TakeSharedLock(string directory)
    {
        var path = Path.Combine(directory, "LOCK");
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
        {
            return null;
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Lock(0, 0);
            return file;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's directory that may be read all the same; its lock may not be asked.
            file?.Dispose();
            return null;
        }
        catch (IOException failure)
        {
            file?.Dispose();
            throw InUse(directory, failure);
        }
    }

    /// <summary>One name for a directory, also behind a symbolic link.</summary>
    private static string Resolve(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }
}
