using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Node.Audit;

namespace Ledger.Cli.Commands;

/// <summary><c>verify</c>: audits the data directory of a stopped node, or a backup, offline.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly Argument<string> _target = new("DIR")
    {
        Description = "A node's data directory, the node's directory that holds it as 'data', or a backup; the node must be stopped.",
    };

    private readonly Option<string?> _genesis = DataDirectory.Genesis();
    private readonly Option<bool> _json = CommonOptions.Json();

    public VerifyCommand(Terminal terminal)
        : base(
            terminal, "verify", "Checks a stopped node's chain: hashes, certificates, signatures, roots, and executes it again.",
            "ledger verify my-network/cell1/node/data")
    {
        Add(_target);
        Add(_genesis);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = DataDirectory.Resolve(parsed.GetRequiredValue(_target));
        var genesis = DataDirectory.GenesisOf(parsed.GetValue(_genesis), directory);
        var isJson = parsed.GetValue(_json);
        var report = await AuditDisplay.RunAsync(
            Terminal, isJson, progress => DataDirectory.Read(
                () => ChainAuditor.Verify(directory, genesis, progress, cancellation))).ConfigureAwait(false);
        if (isJson)
        {
            Terminal.Json(ToJson(report));
        }
        else if (report.Ok)
        {
            Show(report);
        }

        return report.Ok ? ExitStatus.Ok : throw CommandException.Failed($"not verified: {report.FirstDifference}");
    }

    private static JsonObject ToJson(AuditReport report) => new()
    {
        ["ok"] = report.Ok,
        ["height"] = report.Height,
        ["headerHash"] = report.HeaderHash,
        ["stateRoot"] = report.StateRoot,
        ["firstHeader"] = report.FirstHeader,
        ["headers"] = report.Headers,
        ["blocks"] = report.Blocks,
        ["transactions"] = report.Transactions,
        ["executed"] = report.Executed,
        ["stateEntries"] = report.StateEntries,
        ["historyVersions"] = report.HistoryVersions,
        ["isBackup"] = report.IsBackup,
        ["notChecked"] = new JsonArray([.. report.NotChecked.Select(n => (JsonNode)n)]),
        ["firstDifference"] = report.FirstDifference,
    };

    private void Show(AuditReport report)
    {
        Terminal.Fields(
            ("verified", $"{report.Blocks} blocks, {report.Transactions} transactions, {report.StateEntries} state entries"),
            ("executed", $"{report.Executed} blocks again, {report.HistoryVersions} versions of keys compared"),
            ("headers", $"{report.Headers} certified, from block {report.FirstHeader} on"),
            ("height", $"{report.Height}"),
            ("header", report.HeaderHash),
            ("state root", report.StateRoot));
        foreach (var clause in report.NotChecked)
        {
            Terminal.Line($"not checked  {clause}");
        }

        if (report.IsBackup)
        {
            Terminal.Line("It is a backup: 'ledger restore' makes a node's directory of it.");
        }
    }
}
