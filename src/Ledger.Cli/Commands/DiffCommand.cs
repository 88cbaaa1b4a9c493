using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Node.Audit;

namespace Ledger.Cli.Commands;

/// <summary><c>diff</c>: where the ledgers of two stopped nodes diverge.</summary>
internal sealed class DiffCommand : CliCommand
{
    private readonly Argument<string> _first = new("DIR1") { Description = "A stopped node's data directory, or a backup." };
    private readonly Argument<string> _second = new("DIR2") { Description = "Another one." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DiffCommand(Terminal terminal)
        : base(
            terminal, "diff",
            "Finds the first height, transaction and key where the ledgers of two stopped nodes diverge; status 1 when they do.",
            "ledger diff my-network/cell1/node/data my-network/cell2/node/data")
    {
        Add(_first);
        Add(_second);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var first = DataDirectory.Resolve(parsed.GetRequiredValue(_first));
        var second = DataDirectory.Resolve(parsed.GetRequiredValue(_second));
        if (first == second)
        {
            throw CommandException.BadInput($"both directories are {first}");
        }

        var report = await DataDirectory.ReadAsync(
            () => LedgerDiff.Compare(first, second, progress: null, cancellation)).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(ToJson(report));
        }
        else
        {
            Show(report);
        }

        return report.AreEqual ? ExitStatus.Ok : throw CommandException.Failed($"the ledgers diverge: {report.Differences[0]}");
    }

    private static JsonObject ToJson(DiffReport report) => new()
    {
        ["equal"] = report.AreEqual,
        ["firstHeight"] = report.FirstHeight,
        ["secondHeight"] = report.SecondHeight,
        ["comparedFrom"] = report.ComparedFrom,
        ["equalTo"] = report.EqualTo,
        ["blocks"] = report.Blocks,
        ["stateEntries"] = report.StateEntries,
        ["notCompared"] = new JsonArray([.. report.NotCompared.Select(n => (JsonNode)n)]),
        ["differences"] = new JsonArray([.. report.Differences.Select(d => (JsonNode)d)]),
    };

    private void Show(DiffReport report)
    {
        var ahead = report.FirstHeight == report.SecondHeight ? "both end there"
            : report.FirstHeight > report.SecondHeight
                ? $"the first goes on to {report.FirstHeight}" : $"the second goes on to {report.SecondHeight}";
        Terminal.Fields(
            ("equal up to", $"height {report.EqualTo}" + (report.AreEqual ? $"; {ahead}" : "")),
            ("compared", $"headers from {report.ComparedFrom} on, {report.Blocks} blocks, {report.StateEntries} state entries"));
        foreach (var clause in report.NotCompared)
        {
            Terminal.Line($"not compared {clause}");
        }

        // The first of them is the line of the failure.
        foreach (var difference in report.Differences.Skip(1))
        {
            Terminal.Line($"  {difference}");
        }
    }
}
