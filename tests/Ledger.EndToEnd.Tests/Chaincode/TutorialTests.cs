namespace Ledger.EndToEnd.Tests;

/// <summary>Runs the tutorial of docs/chaincode.md as it is printed: its commands, its files, its outputs.</summary>
public sealed class TutorialTests
{
    [Fact]
    public async Task Every_step_of_the_tutorial_does_what_the_page_says()
    {
        var steps = TutorialStep.Read(Path.Combine(LedgerCommand.RepositoryRoot, "docs", "chaincode.md"), "## Tutorial");
        Assert.True(steps.Count(s => s.Kind == "sh") >= 8, "the tutorial has lost its steps");
        using var folder = new TemporaryFolder();
        try
        {
            CommandResult? last = null;
            foreach (var step in steps)
            {
                last = await DoAsync(step, folder.Path, last);
            }
        }
        finally
        {
            if (Directory.Exists(Path.Combine(folder.Path, "net")))
            {
                await LedgerCommand.RunAsync("network", "stop", "--dir", Path.Combine(folder.Path, "net"));
            }
        }
    }

    private static async Task<CommandResult?> DoAsync(TutorialStep step, string folder, CommandResult? last)
    {
        switch (step.Kind.Split(' '))
        {
            case ["sh"]:
                var done = await ShellAsync(step.Text, folder);
                Assert.True(done.ExitCode == 0, $"{step.Text}\n{done.All}");
                return done;
            case ["sh", "fails"]:
                var failed = await ShellAsync(step.Text, folder);
                Assert.True(failed.ExitCode != 0, $"this should fail:\n{step.Text}\n{failed.All}");
                return failed;
            case ["output"]:
                Assert.NotNull(last);
                foreach (var line in step.Text.TrimEnd('\n').Split('\n'))
                {
                    Assert.Contains(line, last.All, StringComparison.Ordinal);
                }

                return last;
            case ["csharp", var file]:
                await File.WriteAllTextAsync(Path.Combine(folder, file), step.Text);
                return last;
            default:
                Assert.Fail($"the tutorial has a block of the unknown kind '{step.Kind}'");
                return last;
        }
    }

    private static Task<CommandResult> ShellAsync(string commands, string folder)
    {
        var ledger = LedgerCommand.Assembly;
        return LedgerCommand.RunProgramAsync(
            "bash", ["-euc", $"cd '{folder}'; ledger() {{ dotnet '{ledger}' \"$@\"; }}; {commands}"]);
    }
}
