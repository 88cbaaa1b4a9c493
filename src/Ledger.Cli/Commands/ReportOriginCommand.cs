using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Origins;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Commands;

/// <summary><c>report origin</c>: where the energy of a microgrid's homes came from, with certificates of origin.</summary>
internal sealed class ReportOriginCommand(Terminal terminal) : ReportCommand(
    terminal, "origin", "Where the energy of a microgrid's homes came from, with certificates of origin.",
    "ledger report origin --dir my-network --from 2017-06-16 --to 2017-06-17 -o origin.html")
{
    protected override Task<ReportData> ReadAsync(
        ParseResult parsed, LedgerRecords records, string microgrid, long from, long to, ReportViewer viewer,
        CancellationToken cancellation) =>
        new OriginReader(records).ReadAsync(microgrid, from, to, viewer, cancellation);
}
