using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Metering.Tests;

/// <summary>Results and gas are the same in another process, and however the compiler works there.</summary>
public sealed class ProcessTests
{
    private const string File = "LEDGER_METERING_DIGEST";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_TieredCompilation=0")]
    [InlineData("DOTNET_TieredCompilation=1", "DOTNET_TC_QuickJitForLoops=1", "DOTNET_TieredPGO=1")]
    [InlineData("DOTNET_JITMinOpts=1", "DOTNET_ReadyToRun=0")]
    public async Task Another_process_agrees(params string[] settings)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(
                Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
                [
                    typeof(ProcessTests).Assembly.Location, "-method",
                    typeof(ProcessTests).FullName + "." + nameof(The_digest_of_outcomes_can_be_written),
                ])
            {
                RedirectStandardOutput = true,
            };
            start.Environment[File] = file;
            foreach (var setting in settings.Where(s => s.Length > 0))
            {
                var parts = setting.Split('=');
                start.Environment[parts[0]] = parts[1];
            }

            using var process = Process.Start(start)!;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            stop.CancelAfter(Patience);
            var output = await process.StandardOutput.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            Assert.True(process.ExitCode == 0, output);
            Assert.Equal(Outcomes(), await System.IO.File.ReadAllTextAsync(file, stop.Token));
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Fact]
    public void The_digest_of_outcomes_can_be_written()
    {
        var outcomes = Outcomes();
        Assert.Equal(64, outcomes.Length);
        if (Environment.GetEnvironmentVariable(File) is { Length: > 0 } file)
        {
            System.IO.File.WriteAllText(file, outcomes);
        }
    }

    // Of 100 programs as rewritten code.
    private static string Outcomes()
    {
        var text = new StringBuilder();
        for (var seed = 900UL; seed < 902; seed++)
        {
            using var batch = new Batch(seed, 50);
            var dice = new Dice(seed);
            for (var i = 0; i < 50; i++)
            {
                text.Append(batch.Compiled(i, dice.Number(), dice.Number())).Append('\n');
            }
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
