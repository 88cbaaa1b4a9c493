using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Bench;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary>Measures a real network on this machine, honestly: signed, executed, synced, receipt back.</summary>
public sealed class BenchCommand : CliCommand
{
    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Rate, latency and cost under two loads; about a minute.",
    };

    private readonly Option<bool> _failover = new("--failover")
    {
        Description = $"How long nothing is committed when the primary dies: {FailoverReport.Method}.",
    };

    private readonly Option<string> _profile = new("--profile")
    {
        Description = $"With --failover, the nodes' timers: {FailoverPlan.DefaultProfile} or {FailoverPlan.FastProfile}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => FailoverPlan.DefaultProfile,
    };

    private readonly Option<int> _runs = new("--runs")
    {
        Description = $"With --failover, how often the primary is killed, 1 to {FailoverPlan.RunsMax}.",
        HelpName = "N",
        DefaultValueFactory = _ => new FailoverPlan().Runs,
    };

    private readonly Option<FileInfo?> _json = new("--json") { Description = "File to write the figures to.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public BenchCommand(Terminal terminal)
        : base(
            terminal, "bench", "Loads four nodes and reports rate, latency and cost, or how fast a dead primary is replaced.",
            "ledger bench --quick --json bench.json\nledger bench --failover --profile fast --runs 5")
    {
        Add(_quick);
        Add(_failover);
        Add(_profile);
        Add(_runs);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var isQuick = parsed.GetValue(_quick);
        if (isQuick == parsed.GetValue(_failover))
        {
            throw CommandException.BadInput("say either --quick or --failover");
        }

        if (isQuick && (parsed.GetResult(_profile) is { Implicit: false } || parsed.GetResult(_runs) is { Implicit: false }))
        {
            throw CommandException.BadInput("--profile and --runs go with --failover");
        }

        var plan = new FailoverPlan { Runs = parsed.GetValue(_runs), Profile = parsed.GetValue(_profile)! };
        plan.Validate();
        var json = parsed.GetValue(_json);
        return isQuick ? MeasureLoadAsync(json, cancellation) : MeasureFailoverAsync(plan, json, cancellation);
    }

    private async Task<int> MeasureLoadAsync(FileInfo? json, CancellationToken cancellation)
    {
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
            await SaveAsync(json, report.ToJson(), cancellation).ConfigureAwait(false);
        }

        return ExitStatus.Ok;
    }

    private async Task<int> MeasureFailoverAsync(FailoverPlan plan, FileInfo? json, CancellationToken cancellation)
    {
        var setting = new BenchPlan { Clients = plan.Clients, Timers = plan.Profile };
        var network = await BenchNetwork.StartAsync(setting, cancellation).ConfigureAwait(false);
        await using (network.ConfigureAwait(false))
        {
            var report = await new FailoverRunner(network, plan).RunAsync(Print, cancellation).ConfigureAwait(false);
            Terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"gap in commits, {plan.Profile} timers, n = {report.Gaps.Count}: median {report.MedianMs:0} ms, " +
                $"min {report.MinMs:0} ms, max {report.MaxMs:0} ms"));
            Terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"load: {report.Clients} clients with {report.InFlight} transfers in flight each, {report.Transactions} final"));
            Terminal.Line($"measured: {report.MeasuredBy}");
            await SaveAsync(json, report.ToJson(), cancellation).ConfigureAwait(false);
        }

        return ExitStatus.Ok;
    }

    private static async Task SaveAsync(FileInfo? file, byte[] report, CancellationToken cancellation)
    {
        if (file != null)
        {
            await File.WriteAllBytesAsync(file.FullName, report, cancellation).ConfigureAwait(false);
        }
    }

    private void Print(FailoverGap gap) => Terminal.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"{gap.Killed} killed in view {gap.ViewBefore}, seen from {gap.WatchedOn}: gap {gap.GapMs,6:0} ms, on in view " +
        $"{gap.ViewAfter}; back and level {gap.CatchUpMs:0} ms after its restart"));

    private void Print(WorkloadResult result) => Terminal.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-9} {result.TxPerSecond,8:0} tx/s {result.CallsPerSecond,9:0} calls/s   latency p50 {result.LatencyMs.P50:0} " +
        $"p95 {result.LatencyMs.P95:0} p99 {result.LatencyMs.P99:0} ms   CPU {result.CpuMicrosPerTxPerNode:0} µs/tx/node " +
        $"(one signature check: {result.VerifyMicros:0} µs)"));
}
