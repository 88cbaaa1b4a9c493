using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Cli.Report;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>What all reports have in common: microgrid, period, source and form.</summary>
internal abstract class ReportCommand : CliCommand
{
    /// <summary>Behind the last slot that can be written on the command line.</summary>
    private const long SecondMax = 253_402_300_800;

    private readonly ReportOptions _options = new();

    protected ReportCommand(Terminal terminal, string name, string description, string example)
        : base(terminal, name, description, example)
    {
        _options.AddTo(this);
    }

    /// <summary>The account that the report is about, and whose eyes it is read with by default; null for none.</summary>
    protected virtual string? AccountOf(ParseResult parsed) => null;

    /// <summary>Refuses what the viewer may not read or the ledger does not know.</summary>
    protected virtual Task CheckAsync(
        ParseResult parsed, LedgerRecords records, LedgerClient? client, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Reads the report.</summary>
    protected abstract Task<ReportData> ReadAsync(
        ParseResult parsed, LedgerRecords records, string microgrid, long from, long to, ReportViewer viewer,
        CancellationToken cancellation);

    protected sealed override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var request = _options.Parse(parsed);
        return _options.Source.WithAsync(parsed, AccountOf(parsed), async (state, viewer, client) =>
        {
            var records = new LedgerRecords(state);
            await CheckAsync(parsed, records, client, cancellation).ConfigureAwait(false);
            var microgrid = await MicrogridAsync(parsed, request, records, cancellation).ConfigureAwait(false);
            var clock = await records.ClockAsync(microgrid, cancellation).ConfigureAwait(false);
            var (from, to) = (ReportTime.Parse(request.From, "--from", clock), ReportTime.Parse(request.To, "--to", clock));
            if (from >= to)
            {
                throw CommandException.BadInput($"the period ends at {clock.Iso(to)}, not behind its beginning at {clock.Iso(from)}");
            }

            var report = await ReadAsync(parsed, records, microgrid, from, to, viewer, cancellation).ConfigureAwait(false);
            report = await WithHintAsync(report, records, microgrid, cancellation).ConfigureAwait(false);
            ReportOutput.Write(report, request, Terminal);
            return ExitStatus.Ok;
        });
    }

    private async Task<string> MicrogridAsync(
        ParseResult parsed, ReportRequest request, LedgerRecords records, CancellationToken cancellation)
    {
        var all = await records.MicrogridsAsync(cancellation).ConfigureAwait(false);
        var chosen = request.Microgrid
            ?? (AccountOf(parsed) is { } account ? await records.MicrogridOfAsync(account, cancellation).ConfigureAwait(false) : null)
            ?? (all.Count == 1 ? all[0] : null);
        return all.Count == 0 ? throw CommandException.BadInput("there is no microgrid on this ledger")
            : chosen == null ? throw CommandException.BadInput($"name the microgrid with --microgrid: {string.Join(", ", all)}")
            : all.Contains(chosen) ? chosen
            : throw CommandException.BadInput($"there is no microgrid '{chosen}'; there are {string.Join(", ", all)}");
    }

    /// <summary>Says of an empty period where slots are.</summary>
    private static async Task<ReportData> WithHintAsync(
        ReportData report, LedgerRecords records, string microgrid, CancellationToken cancellation)
    {
        if (report.Tables.Any(t => t.Rows.Count > 0 && t.Columns[0].Unit == ReportUnit.Slot))
        {
            return report;
        }

        var slots = await records.SlotsAsync(microgrid, 0, SecondMax, cancellation).ConfigureAwait(false);
        var hint = slots.Count == 0
            ? $"Market {microgrid} has no slots."
            : $"The slots of market {microgrid} begin from {report.Clock.Iso(slots[0].Slot)} to {report.Clock.Iso(slots[^1].Slot)}.";
        return report with { Notes = [.. report.Notes, hint] };
    }
}
