using System.Diagnostics;

namespace Ledger.EndToEnd.Tests;

/// <summary>Runs the real <c>ledger</c> command, or any other program, as a process of its own, with a bound.</summary>
internal static class LedgerCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>
    /// The command under test: the one that the launcher has built for its users and names in <c>LEDGER_COMMAND</c>, or the
    /// one beside the tests.
    /// </summary>
    public static string Assembly { get; } = Environment.GetEnvironmentVariable("LEDGER_COMMAND") is { Length: > 0 } path
        ? path
        : Path.Combine(AppContext.BaseDirectory, "ledger.dll");

    public static Task<CommandResult> RunAsync(params string[] arguments) =>
        RunProgramAsync("dotnet", [Assembly, .. arguments]);

    public static async Task<CommandResult> RunProgramAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(Bound);
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        try
        {
            await process.WaitForExitAsync(bound.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' took longer than {Bound}");
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
