using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>network start</c>: starts all nodes, or some, in the background.</summary>
internal sealed class NetworkStartCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string[]> _nodes = CommonOptions.Nodes("start");
    private readonly Option<bool> _json = CommonOptions.Json();

    public NetworkStartCommand(Terminal terminal)
        : base(
            terminal, "start", "Starts all nodes in the background, waits until they answer, enrols the administrators.",
            "ledger network start --dir my-network")
    {
        Add(_directory);
        Add(_nodes);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var nodes = CommonOptions.Select(network, parsed.GetValue(_nodes));
        var processes = await NetworkRunner.StartAsync(network, nodes, isOwned: false, cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonArray([.. processes.Select(p => (JsonNode)new JsonObject
            {
                ["name"] = p.Node.Name, ["address"] = p.Node.Address, ["pid"] = p.Id, ["log"] = p.LogPath,
            })]));
        }
        else
        {
            foreach (var process in processes)
            {
                Terminal.Line($"{process.Node.Name} runs as process {process.Id} on {process.Node.Address}");
            }
        }

        foreach (var process in processes)
        {
            process.Dispose();
        }

        return ExitStatus.Ok;
    }
}
