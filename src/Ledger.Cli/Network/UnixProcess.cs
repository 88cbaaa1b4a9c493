using System.Runtime.InteropServices;

namespace Ledger.Cli.Network;

/// <summary>The two calls of the system that .NET has no word for.</summary>
internal static partial class UnixProcess
{
    private const int Sigterm = 15;

    /// <summary>
    /// Asks a process to end in good order; false when there is no such process, or it is not ours to ask.
    /// </summary>
    public static bool Terminate(int id) => Kill(id, Sigterm) == 0;

    /// <summary>
    /// Leaves the terminal that this process was started from, so that Ctrl-C there does not reach it. Nothing happens
    /// for the leader of a process group, which has a terminal of its own.
    /// </summary>
    public static void LeaveTerminal() => SetSession();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();
}
