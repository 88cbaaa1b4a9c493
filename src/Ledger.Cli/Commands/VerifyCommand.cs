using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Node.Audit;

namespace Ledger.Cli.Commands;

/// <summary><c>verify</c>: audits the data directory of a stopped node, offline.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private const string GenesisFile = "genesis.json";

    private readonly Argument<string> _target = new("DIR")
    {
        Description = "A node's data directory, or the node's directory that holds it as 'data'; the node must be stopped.",
    };

    private readonly Option<string?> _genesis = new("--genesis")
    {
        Description = "The genesis file; by default the nearest genesis.json above the directory.", HelpName = "FILE",
    };

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
        var directory = DataDirectory(parsed.GetRequiredValue(_target));
        var genesis = parsed.GetValue(_genesis) ?? FindGenesis(directory);
        var report = await Task.Run(
            () => ChainAuditor.Verify(directory, genesis, progress: null, cancellation), cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["ok"] = report.Ok,
                ["height"] = report.Height,
                ["headerHash"] = report.HeaderHash,
                ["stateRoot"] = report.StateRoot,
                ["blocks"] = report.Blocks,
                ["transactions"] = report.Transactions,
                ["stateEntries"] = report.StateEntries,
                ["beganWithSnapshot"] = report.BeganWithSnapshot,
                ["firstDifference"] = report.FirstDifference,
            });
        }
        else if (report.Ok)
        {
            Terminal.Fields(
                ("verified", report.BeganWithSnapshot
                    ? $"{report.Blocks} blocks, {report.Transactions} transactions; not executed again: the ledger began with a snapshot"
                    : $"{report.Blocks} blocks, {report.Transactions} transactions, {report.StateEntries} state entries"),
                ("height", $"{report.Height}"),
                ("header", report.HeaderHash),
                ("state root", report.StateRoot));
        }

        return report.Ok ? ExitStatus.Ok : throw CommandException.Failed($"not verified: {report.FirstDifference}");
    }

    private static string DataDirectory(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            throw CommandException.BadInput($"there is no directory {full}");
        }

        var inner = Path.Combine(full, "data");
        return Directory.Exists(inner) ? inner : full;
    }

    private static string FindGenesis(string directory)
    {
        for (var at = new DirectoryInfo(directory); at != null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, GenesisFile);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw CommandException.BadInput($"there is no {GenesisFile} above {directory}; --genesis names it");
    }
}
