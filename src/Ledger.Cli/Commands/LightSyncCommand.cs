using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Light;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client.Light;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>light sync</c>: brings a light node's store up to date, once or again and again (L9).</summary>
internal sealed class LightSyncCommand : CliCommand
{
    private readonly Option<string> _store = LightOptions.Store();
    private readonly Option<string?> _microgrid = new("--microgrid")
    {
        Description = "Keep what the shipped contracts hold of this microgrid.", HelpName = "NAME",
    };

    private readonly Option<string[]> _ranges = new("--range")
    {
        Description = "Keep these keys: CONTRACT or CONTRACT/PART/PART, parts as in 'ledger query'; may be repeated.",
        HelpName = "RANGE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<ulong> _from = new("--from")
    {
        Description = "First header of a new store; by default that of block 1.", HelpName = "HEIGHT",
    };

    private readonly Option<int?> _every = new("--every")
    {
        Description = "Go on, so many seconds behind each synchronisation, until stopped.", HelpName = "SECONDS",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public LightSyncCommand(Terminal terminal)
        : base(
            terminal, "sync", "Takes all headers and the key ranges of one area, every one proven.",
            "ledger light sync --dir my-network --store my-light --microgrid mg1")
    {
        Add(_store);
        Add(_microgrid);
        Add(_ranges);
        Add(_from);
        Add(_every);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var every = parsed.GetValue(_every);
        if (every is < 1 or > 86_400)
        {
            throw CommandException.BadInput("--every takes 1 to 86400 seconds");
        }

        var asked = (parsed.GetValue(_ranges) ?? []).Select(LightRanges.Parse).ToList();
        if (parsed.GetValue(_microgrid) is { } microgrid)
        {
            asked.AddRange(LightRanges.OfMicrogrid(microgrid));
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            using var store = LightOptions.Open(
                parsed.GetRequiredValue(_store), network.ChainId, new SequenceNumber(parsed.GetValue(_from)));
            IReadOnlyList<LightRange> ranges = asked.Count > 0 ? asked : [.. store.Ranges.Select(r => r.Range)];
            while (true)
            {
                var report = await connection.Client.SyncAsync(store, ranges, cancellation: cancellation).ConfigureAwait(false);
                Show(store, report, parsed.GetValue(_json));
                if (every == null)
                {
                    return ExitStatus.Ok;
                }

                await Task.Delay(TimeSpan.FromSeconds(every.Value), cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Show(LightStore store, LightSyncReport report, bool isJson)
    {
        if (isJson)
        {
            Terminal.Json(new JsonObject
            {
                ["height"] = report.Height.Value,
                ["headersAdded"] = report.Headers,
                ["ranges"] = LightOptions.Json(store),
            });
            return;
        }

        Terminal.Fields(
            ("headers", $"{store.First} to {report.Height}, {report.Headers} of them new"),
            ("keys", $"{report.Keys} in {store.Ranges.Count} ranges"));
    }
}
