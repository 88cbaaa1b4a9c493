using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ledger.Cli.Network;

/// <summary>How this program starts itself again as a node.</summary>
internal static class NodeCommandLine
{
    /// <summary>
    /// Hands the words behind the first over to <c>exec</c>, with output appended to the file that the first word
    /// names. The shell turns into the node, so the process id stays.
    /// </summary>
    private const string Redirect = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";

    private const string RedirectDetached = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null";

    /// <summary>
    /// Environment variable with the path of the command to start as a node, for programs that use these classes without
    /// being the command themselves, as tests do; unset, it is the assembly that this class is in.
    /// </summary>
    private const string CommandVariable = "LEDGER_COMMAND";

    /// <summary>What to start.</summary>
    /// <param name="configuration">Full path of the node's configuration; also how its process is recognised
    /// later.</param>
    /// <param name="log">Full path of the file for its output.</param>
    /// <param name="isOwned">Whether the node ends with its parent: then it watches a pipe that the parent
    /// holds.</param>
    public static ProcessStartInfo Create(string configuration, string log, bool isOwned)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = isOwned,
            UseShellExecute = false,
        };
        string[] words =
        [
            "-c", isOwned ? Redirect : RedirectDetached, "ledger-node", log,
            Host(), Command(), "node", "run", "--config", configuration, "--background",
            .. isOwned ? ["--until-input-ends"] : Array.Empty<string>(),
        ];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }

    private static string Command() => Environment.GetEnvironmentVariable(CommandVariable) is { Length: > 0 } path
        ? path
        : typeof(NodeCommandLine).Assembly.Location;

    /// <summary>
    /// The dotnet host: the one that runs us, or the one beside our runtime when we run under a host of our own.
    /// </summary>
    private static string Host()
    {
        if (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet")
        {
            return own;
        }

        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }
}
