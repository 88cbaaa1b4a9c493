using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Storage.Interop;

/// <summary>What .NET does not offer of POSIX files: hard links, and syncing a directory's entries.</summary>
internal static partial class PosixFiles
{
    // O_RDONLY is 0 on every POSIX system.
    private const int ReadOnly = 0;

    /// <summary>Gives a file a second name; false where that cannot be (other file system, foreign file).</summary>
    public static bool TryLink(string existing, string added) => link(Terminated(existing), Terminated(added)) == 0;

    /// <summary>Makes the names in a directory durable, as fsync(2) says.</summary>
    /// <exception cref="StorageException">It cannot be opened or synced.</exception>
    public static void SyncDirectory(string directory)
    {
        var descriptor = open(Terminated(directory), ReadOnly);
        if (descriptor < 0)
        {
            throw Failed(directory);
        }

        var result = fsync(descriptor);
        var failure = result == 0 ? null : Failed(directory);
        _ = close(descriptor);
        if (failure != null)
        {
            throw failure;
        }
    }

    private static StorageException Failed(string directory) => new(
        StorageFailure.InputOutput, $"Cannot sync the directory {directory}: {Marshal.GetLastPInvokeErrorMessage()}");

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [LibraryImport("libc", SetLastError = true)]
    private static partial int link(ReadOnlySpan<byte> existing, ReadOnlySpan<byte> added);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
