namespace Ledger.Storage.Tests;

/// <summary>Runs the tests, or, when asked by the crash tests, becomes the process that is killed.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [CrashChild.Argument, var directory, var seed])
        {
            CrashChild.Run(directory, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        }

        if (arguments is [HoldChild.Argument, var held, var how])
        {
            HoldChild.Run(held, how == "read");
            return 0;
        }

        return arguments.Contains("--server") || arguments.Contains("--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
    }
}
