using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Bills;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>report bill</c>: an account's bill line by line, checked against its wallet.</summary>
internal sealed class ReportBillCommand : ReportCommand
{
    private readonly Option<string> _account = new("--account")
    {
        Description = "Whose bill, organisation/name; also who reads it, unless --as says otherwise.",
        HelpName = "ACCOUNT",
        Required = true,
    };

    private readonly Option<string?> _proofs = new("--proofs")
    {
        Description = "Folder for proofs of every bill and wallet line, for 'ledger check-proof'.", HelpName = "FOLDER",
    };

    public ReportBillCommand(Terminal terminal)
        : base(
            terminal, "bill", "An account's bill line by line, which adds up to its wallet to the n¤.",
            "ledger report bill --dir my-network --account cell1/home-01 --from 2017-06-16 --to 2017-06-17 -o bill.html")
    {
        Add(_account);
        Add(_proofs);
    }

    protected override string AccountOf(ParseResult parsed) => parsed.GetRequiredValue(_account);

    protected override async Task CheckAsync(
        ParseResult parsed, LedgerRecords records, LedgerClient? client, CancellationToken cancellation)
    {
        var account = AccountOf(parsed);
        var wallet = await records.AccountAsync(account, cancellation).ConfigureAwait(false);
        if (wallet.Lines == 0 && await records.MicrogridOfAsync(account, cancellation).ConfigureAwait(false) == null)
        {
            throw CommandException.BadInput($"the account '{account}' has neither an asset nor a line in the wallet");
        }

        if (client != null)
        {
            // The contract says who may read a statement.
            await client.CallAsync(
                "wallet", "statement", new CallArguments().Text(account).Long(0).Int(1).ToArray(), cancellation).ConfigureAwait(false);
        }
    }

    protected override async Task<ReportData> ReadAsync(
        ParseResult parsed, LedgerRecords records, string microgrid, long from, long to, ReportViewer viewer,
        CancellationToken cancellation)
    {
        var bill = await new BillReader(records).ReadAsync(AccountOf(parsed), microgrid, from, to, cancellation)
            .ConfigureAwait(false);
        if (bill.Difference != null)
        {
            throw CommandException.Failed(bill.Difference);
        }

        if (parsed.GetValue(_proofs) is { } folder)
        {
            await BillProofs.WriteAsync(records.State, bill, folder, cancellation).ConfigureAwait(false);
        }

        return BillDocument.Of(bill, records.State.Source, parsed.GetValue(_proofs) != null);
    }
}
