using System.Diagnostics;

namespace Ledger.Cli.Tests.Operations;

/// <summary>File systems that are read-only or small. Only the superuser of a Linux machine may mount them.</summary>
internal static class Mounts
{
    /// <summary>Shows a directory at another place, where nothing can be written.</summary>
    public static async Task ReadOnlyAsync(string from, string to)
    {
        var isMounted = IsPossible && await RunAsync("mount", "--bind", from, to);
        if (!isMounted || !await RunAsync("mount", "-o", "remount,bind,ro", to))
        {
            await EndAsync(isMounted, to);
            Assert.Skip("a read-only file system cannot be mounted here: this needs root on Linux");
        }
    }

    /// <summary>A file system in memory of a few kilobytes.</summary>
    public static async Task SmallAsync(string size, string to)
    {
        if (!IsPossible || !await RunAsync("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", to))
        {
            Assert.Skip("a small file system cannot be mounted here: this needs root on Linux");
        }
    }

    public static Task RemoveAsync(string place) => EndAsync(true, place);

    private static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    private static async Task EndAsync(bool isMounted, string place)
    {
        if (isMounted)
        {
            Assert.True(await RunAsync("umount", place), $"{place} cannot be unmounted");
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
