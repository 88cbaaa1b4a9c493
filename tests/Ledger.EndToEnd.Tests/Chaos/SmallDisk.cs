using System.Globalization;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>A file system of its own in memory, of fixed size, that can be filled and emptied again.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int MegaBytes = 192;

    private readonly string _folder;

    private SmallDisk(string folder)
    {
        _folder = folder;
    }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Why this machine cannot have one; null when it can.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "a small file system can be mounted by root on Linux only";
        }

        using var folder = new TemporaryFolder();
        var mounted = await LedgerCommand.RunProgramAsync("mount", ["-t", "tmpfs", "tmpfs", folder.Path]);
        if (mounted.ExitCode != 0)
        {
            return $"no file system can be mounted here: {mounted.Errors.Trim()}";
        }

        var unmounted = await LedgerCommand.RunProgramAsync("umount", [folder.Path]);
        return unmounted.ExitCode == 0 ? null : $"no file system can be unmounted here: {unmounted.Errors.Trim()}";
    }

    /// <summary>Mounts one on a folder, which is made.</summary>
    public static async Task<SmallDisk> MountAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={MegaBytes}m,mode=0700");
        var mounted = await LedgerCommand.RunProgramAsync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", folder]);
        Assert.True(mounted.ExitCode == 0, mounted.All);
        return new SmallDisk(folder);
    }

    /// <summary>Takes all the room that is left, to the last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1024 * 1024; size > 0; size /= 16)
        {
            try
            {
                var chunk = new byte[size];
                while (true)
                {
                    filler.Write(chunk);
                }
            }
            catch (IOException)
            {
                // No room for so much any more; perhaps for less.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        var unmounted = await LedgerCommand.RunProgramAsync("umount", [_folder]);
        Assert.True(unmounted.ExitCode == 0, unmounted.All);
    }
}
