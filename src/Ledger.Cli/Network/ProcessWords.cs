using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Ledger.Cli.Network;

/// <summary>The command line of another process.</summary>
internal static class ProcessWords
{
    private const int EmptyReadsMax = 60;

    private static readonly TimeSpan PsTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Its words; empty when there is no such process or it may not be looked at.</summary>
    public static string[] Of(int id)
    {
        try
        {
            return File.Exists("/proc/self/cmdline") ? OfProc(id) : OfPs(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return [];
        }
    }

    private static string[] OfProc(int id)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline");
        var words = File.ReadAllText(file);
        var wait = default(SpinWait);
        while (words.Length == 0 && wait.Count < EmptyReadsMax)
        {
            // Empty for a moment while the shell turns into the node, and for good once the process has ended.
            wait.SpinOnce();
            words = File.ReadAllText(file);
        }

        return words.Split('\0');
    }

    /// <summary>
    /// Systems without /proc: ps puts spaces between the words, so a path with spaces in it is looked for in vain
    /// there.
    /// </summary>
    private static string[] OfPs(int id)
    {
        var start = new ProcessStartInfo("ps", ["-ww", "-o", "command=", "-p", id.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var ps = Process.Start(start);
        var line = ps?.StandardOutput.ReadToEnd() ?? "";
        ps?.WaitForExit(PsTimeout);
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
