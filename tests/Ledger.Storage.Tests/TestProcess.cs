using System.Diagnostics;
using System.Reflection;

namespace Ledger.Storage.Tests;

/// <summary>This executable again, in another role.</summary>
internal static class TestProcess
{
    /// <summary>Starts it with its input and outputs in the caller's hands.</summary>
    public static Process Start(params string[] arguments)
    {
        var host = Environment.ProcessPath!;
        var info = new ProcessStartInfo(host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            info.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info)!;
    }
}
