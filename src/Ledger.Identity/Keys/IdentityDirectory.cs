namespace Ledger.Identity;

/// <summary>Directories that hold keys.</summary>
internal static class IdentityDirectory
{
    /// <summary>Makes the directory, and its parents, with mode 0700. One that exists stays as it is.</summary>
    internal static void Create(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
