using System.Diagnostics;

namespace Ledger.Storage.Tests;

/// <summary>A file system in memory with a fixed size. Only the superuser of a Linux machine may make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TestDirectory _parent = new();

    private SmallDisk()
    {
        Directory.CreateDirectory(_parent.Path);
    }

    /// <summary>A directory on it that does not exist yet.</summary>
    public string Node => Path.Combine(_parent.Path, "node");

    /// <summary>Makes one, or skips the test.</summary>
    public static SmallDisk Create(string size)
    {
        var disk = new SmallDisk();
        if (!OperatingSystem.IsLinux() ||
            !Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk._parent.Path))
        {
            disk._parent.Dispose();
            Assert.Skip("a small file system cannot be mounted here: this needs root on Linux");
        }

        return disk;
    }

    /// <summary>Changes it: <c>ro</c>, <c>rw</c>, or <c>size=</c> and a size.</summary>
    public void Remount(string option) =>
        Assert.True(Run("mount", "-o", "remount," + option, _parent.Path), "cannot remount");

    public void Dispose()
    {
        Run("umount", "--lazy", _parent.Path);
        _parent.Dispose();
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
