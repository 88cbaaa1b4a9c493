using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Evidence;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>history</c>: all versions of a key that a node keeps.</summary>
internal sealed class HistoryCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Argument<string[]> _parts = new("KEY-PARTS")
    {
        Description = "Parts of the key: text, long:NUMBER, raw:TEXT (no end mark), hex:BYTES.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _unconfirmed = new("--unconfirmed")
    {
        Description = "Do not look up each transaction in its certified block: one node's word, and quicker.",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public HistoryCommand(Terminal terminal)
        : base(
            terminal, "history", "Shows all versions of a key: when each was written, by which transaction and account.",
            "ledger history --dir my-network wallet account cell1/home-1")
    {
        Add(_contract);
        Add(_parts);
        Add(_unconfirmed);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var key = KeyParts.Parse(parsed.GetRequiredValue(_parts));
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var pages = connection.Client.HistoryAsync(
                parsed.GetRequiredValue(_contract), key, confirm: !parsed.GetValue(_unconfirmed), cancellation);
            var (isJson, count, lowest) = (parsed.GetValue(_json), 0, 0UL);
            ProvenValue? latest = null;
            await foreach (var page in pages.ConfigureAwait(false))
            {
                foreach (var version in page.Versions)
                {
                    Show(version, isJson);
                }

                (count, latest) = (count + page.Versions.Count, page.Latest);
                lowest = Math.Max(lowest, page.LowestHistory.Value);
            }

            if (!isJson)
            {
                ShowEnd(count, lowest, latest!);
            }
            else if (lowest > 0)
            {
                Terminal.Out.WriteLine(new JsonObject { ["prunedBelow"] = lowest }.ToJsonString());
            }
        }

        return ExitStatus.Ok;
    }

    private void Show(KeyVersion version, bool isJson)
    {
        var hex = version.Value == null ? null : Convert.ToHexStringLower(version.Value);
        if (isJson)
        {
            // One line a version, so that the output streams and any length can be read.
            Terminal.Out.WriteLine(new JsonObject
            {
                ["height"] = version.Height.Value,
                ["index"] = version.TransactionIndex,
                ["timeMilliseconds"] = version.TimeMilliseconds,
                ["transactionId"] = version.TransactionId?.ToString(),
                ["account"] = version.Account,
                ["value"] = hex,
                ["confirmed"] = version.IsConfirmed,
            }.ToJsonString());
            return;
        }

        var time = version.TimeMilliseconds == 0 ? "" : ProofView.Time(version.TimeMilliseconds);
        var who = version.Height.Value == 0 ? "genesis" : version.TransactionId is { } id
            ? $"{id} of {version.Account}{(version.IsConfirmed ? "" : " (not confirmed)")}"
            : "a transaction that is no longer kept";
        Terminal.Line($"{version.Height,-8} {time,-27}  {who}");
        Terminal.Line($"         {(version.Value == null ? "removed" : $"{hex}  {ProofView.Printable(version.Value)}")}");
    }

    private void ShowEnd(int count, ulong lowest, ProvenValue latest)
    {
        if (lowest > 0)
        {
            Terminal.Line($"Older versions are no longer kept: nothing is missing from block {lowest} on.");
        }

        Terminal.Line(count == 0
            ? $"No version is kept; block {latest.Header.Height} proves that the key {(latest.Found ? "has a value" : "is absent")}."
            : $"{count} versions; block {latest.Header.Height} proves the newest that is not above it.");
    }
}
