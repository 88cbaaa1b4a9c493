using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <summary>
/// Directories that come into being whole: everything is made under another name first, and the name is changed last.
/// </summary>
internal static class BackupFiles
{
    private const string PartialEnd = ".partial";

    /// <summary>Name under which a directory is put together.</summary>
    public static string PartialName(string directory) => directory + PartialEnd;

    /// <summary>
    /// Refuses a directory that is still being put together, or never was finished: it may hold another node's votes.
    /// </summary>
    /// <exception cref="StorageException">Its name says so.</exception>
    public static void CheckFinished(string directory)
    {
        if (Path.TrimEndingDirectorySeparator(directory).EndsWith(PartialEnd, StringComparison.Ordinal))
        {
            throw new StorageException(
                StorageFailure.Backup,
                $"{directory} is what an interrupted backup or restore left, which no node may use; remove it.");
        }
    }

    /// <summary>Checks that a directory can be made.</summary>
    /// <exception cref="StorageException">
    /// It exists, its parent does not, or what an interrupted attempt left is in the way.
    /// </exception>
    public static void CheckCanMake(string directory)
    {
        if (Path.GetDirectoryName(directory) is not { } parent || !Directory.Exists(parent))
        {
            throw new StorageException(
                StorageFailure.InputOutput, $"Cannot make {directory}: its parent directory does not exist.");
        }

        foreach (var path in (string[])[directory, PartialName(directory)])
        {
            if (Path.Exists(path))
            {
                throw new StorageException(
                    StorageFailure.AlreadyExists,
                    path == directory
                        ? $"{directory} exists already."
                        : $"{path} is what an interrupted attempt left; remove it.");
            }
        }
    }

    /// <summary>Gives a directory that is whole its name, on the disk.</summary>
    /// <exception cref="StorageException">It failed.</exception>
    public static void Publish(string directory)
    {
        Run(directory, () => Directory.Move(PartialName(directory), directory));
        PosixFiles.SyncDirectory(Path.GetDirectoryName(directory)!);
    }

    /// <summary>Removes what a failed attempt made.</summary>
    public static void Remove(string partial)
    {
        try
        {
            Directory.Delete(partial, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next attempt names it; the failure that led here is what must be told now.
        }
    }

    /// <summary>
    /// Copies a database that nobody writes; table files, which never change, are linked where that is possible.
    /// </summary>
    /// <exception cref="StorageException">It failed.</exception>
    public static void CopyDatabase(string from, string to) => Run(to, () =>
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(from))
        {
            var name = Path.GetFileName(path);
            if (name is "LOCK" || name.StartsWith("LOG", StringComparison.Ordinal))
            {
                continue;
            }

            var target = Path.Combine(to, name);
            if (!name.EndsWith(".sst", StringComparison.Ordinal) || !PosixFiles.TryLink(path, target))
            {
                Copy(path, target);
            }
        }

        PosixFiles.SyncDirectory(to);
    });

    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    private static void Run(string directory, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFailure.InputOutput, $"Cannot make {directory}: {failure.Message}", failure);
        }
    }
}
