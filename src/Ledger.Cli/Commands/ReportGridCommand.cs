using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Grid;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Commands;

/// <summary><c>report grid</c>: voltages, loadings and limits of a microgrid's feeder.</summary>
internal sealed class ReportGridCommand(Terminal terminal) : ReportCommand(
    terminal, "grid", "Voltages, loadings and limits of a microgrid's feeder.",
    "ledger report grid --dir my-network --from 2017-06-16 --to 2017-06-17 -o grid.html")
{
    protected override Task<ReportData> ReadAsync(
        ParseResult parsed, LedgerRecords records, string microgrid, long from, long to, ReportViewer viewer,
        CancellationToken cancellation) =>
        new GridReader(records).ReadAsync(microgrid, from, to, cancellation);
}
