using System.Security.Cryptography;

namespace Ledger.Identity;

/// <summary>
/// Whole-file writes: readers see the old content or the new, never a part. The bytes reach the disk before the name
/// does.
/// </summary>
internal static class AtomicFile
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode PublicMode = PrivateMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode 0600 from the moment the file exists: it is never wider, not even empty.</summary>
    internal static void WritePrivate(string path, ReadOnlySpan<byte> content) => Write(path, content, PrivateMode);

    /// <summary>Mode 0644 less the process's umask.</summary>
    internal static void WritePublic(string path, ReadOnlySpan<byte> content) => Write(path, content, PublicMode);

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
