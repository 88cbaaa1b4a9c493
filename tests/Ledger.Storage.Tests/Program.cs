namespace Ledger.Storage.Tests;

/// <summary>Runs the tests, or, when asked by the crash tests, becomes the process that is killed.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [CrashChild.Argument, var directory])
        {
            CrashChild.Run(directory);
            return 0;
        }

        return arguments.Contains("--server") || arguments.Contains("--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments);
    }
}
