using System.Diagnostics;
using Ledger.Cli.Demo.Report;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Demo;

/// <summary>
/// A run and everything around it: the directory, the report, and what is left behind. One use, one caller.
/// </summary>
internal sealed class DemoSession
{
    private readonly DemoOptions _options;
    private readonly Terminal _terminal;

    public DemoSession(DemoOptions options, Terminal terminal)
    {
        _options = options;
        _terminal = terminal;
    }

    public async Task<DemoReport> RunAsync(CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var directory = _options.Directory ?? Directory.CreateTempSubdirectory("ledger-demo-").FullName;
        var network = NetworkFactory.Create(
            new NetworkPlan { Directory = directory, Nodes = _options.Nodes, Name = "demo" });
        DemoReport? report = null;
        try
        {
            report = await new DemoRun(_options, new DemoProgress(_terminal)).RunAsync(network, begun, cancellation)
                .ConfigureAwait(false);
            new ReportRenderer(_terminal).Render(report);
            if (_options.JsonFile != null)
            {
                await File.WriteAllTextAsync(_options.JsonFile, JsonReport.ToText(report), cancellation)
                    .ConfigureAwait(false);
            }

            return report;
        }
        finally
        {
            await LeaveAsync(network, report, cancellation.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    private async Task LeaveAsync(LocalNetwork network, DemoReport? report, bool isInterrupted)
    {
        var directory = network.Layout.Root;
        if (_options.Keep && report != null)
        {
            ShowHowToTalk(directory);
            return;
        }

        var (_, killed) = await NetworkRunner.StopAsync(network).ConfigureAwait(false);
        if (killed.Count > 0)
        {
            _terminal.Line($"did not stop in time and had to be killed: {string.Join(", ", killed)}");
        }

        // What went wrong can be looked into; what was interrupted is not worth keeping unless its place was named.
        var isWorthKeeping = report == null ? !isInterrupted : !report.Ok;
        if (_options.Directory != null || isWorthKeeping)
        {
            _terminal.Line($"The network's files are in {directory}");
            return;
        }

        Directory.Delete(directory, recursive: true);
    }

    private void ShowHowToTalk(string directory)
    {
        _terminal.Line("");
        _terminal.Line($"The network is left running in {directory}. Talk to it:");
        _terminal.Line($"  ledger network status --dir {directory}");
        _terminal.Line($"  ledger query wallet account cell1/home-01 --dir {directory}");
        _terminal.Line(
            $"  ledger tx submit --dir {directory} --as cell1/home-01 wallet transfer cell2/home-02 1000000000 thanks");
        _terminal.Line($"  ledger block show latest --dir {directory}");
        _terminal.Line($"  ledger network stop --dir {directory}");
    }
}
