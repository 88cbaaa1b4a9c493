using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Markets;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Commands;

/// <summary><c>report market</c>: prices, volumes, phases and participants of a microgrid's markets.</summary>
internal sealed class ReportMarketCommand(Terminal terminal) : ReportCommand(
    terminal, "market", "Prices, volumes, phases and participants of a microgrid's markets.",
    "ledger report market --dir my-network --from 2017-06-16 --to 2017-06-17 -o market.html")
{
    protected override Task<ReportData> ReadAsync(
        ParseResult parsed, LedgerRecords records, string microgrid, long from, long to, ReportViewer viewer,
        CancellationToken cancellation) =>
        new MarketReader(records).ReadAsync(microgrid, from, to, viewer, cancellation);
}
