using System.CommandLine;
using Ledger.Cli.Bench;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary>Measures a real network on this machine, honestly: signed, executed, synced, receipt back.</summary>
public sealed class BenchCommand : CliCommand
{
    private readonly Option<bool> _quick = new("--quick") { Description = "The short run of about a minute; the only one so far." };
    private readonly Option<FileInfo?> _json = new("--json") { Description = "File to write the figures to.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public BenchCommand(Terminal terminal)
        : base(
            terminal, "bench", "Loads four nodes with transfers and meter readings and reports rate, latency and cost.",
            "ledger bench --quick --json bench.json")
    {
        Add(_quick);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_quick))
        {
            throw CommandException.BadInput("say --quick: it is the only benchmark so far");
        }

        var plan = new BenchPlan();
        var network = await BenchNetwork.StartAsync(plan, cancellation).ConfigureAwait(false);
        await using (network.ConfigureAwait(false))
        {
            var verify = BenchReport.MeasureVerify();
            var results = new List<WorkloadResult>();
            foreach (var workload in new[] { Workload.Transfer, Workload.Readings })
            {
                var result = await new LoadRunner(network, plan).RunAsync(workload, cancellation).ConfigureAwait(false);
                results.Add(result with { VerifyMicros = verify });
                Print(results[^1]);
            }

            var report = new BenchReport
            {
                Clients = plan.Clients, SecondsMeasured = plan.Measured.TotalSeconds, Workloads = results,
            };
            Terminal.Line($"on: {report.Conditions}");
            if (parsed.GetValue(_json) is { } file)
            {
                await File.WriteAllBytesAsync(file.FullName, report.ToJson(), cancellation).ConfigureAwait(false);
            }
        }

        return ExitStatus.Ok;
    }

    private void Print(WorkloadResult result) => Terminal.Line(
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{result.Name,-9} {result.TxPerSecond,8:0} tx/s {result.CallsPerSecond,9:0} calls/s   latency p50 {result.LatencyMs.P50:0} " +
            $"p95 {result.LatencyMs.P95:0} p99 {result.LatencyMs.P99:0} ms   CPU {result.CpuMicrosPerTxPerNode:0} µs/tx/node " +
            $"(one signature check: {result.VerifyMicros:0} µs)"));
}
