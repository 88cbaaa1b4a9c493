using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>network stop</c>: ends all nodes, or some.</summary>
internal sealed class NetworkStopCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string[]> _nodes = CommonOptions.Nodes("stop");
    private readonly Option<bool> _json = CommonOptions.Json();

    public NetworkStopCommand(Terminal terminal)
        : base(terminal, "stop", "Ends all nodes of a network in good order.", "ledger network stop --dir my-network")
    {
        Add(_directory);
        Add(_nodes);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var nodes = CommonOptions.Select(network, parsed.GetValue(_nodes));
        var (stopped, killed) = await NetworkRunner.StopAsync(network, nodes, cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["stopped"] = new JsonArray([.. stopped.Select(n => (JsonNode)n)]),
                ["killed"] = new JsonArray([.. killed.Select(n => (JsonNode)n)]),
            });
        }
        else
        {
            Terminal.Line(stopped.Count == 0 ? "no node was running" : $"stopped {string.Join(", ", stopped)}");
        }

        return killed.Count == 0
            ? ExitStatus.Ok
            : throw CommandException.Failed(
                $"{string.Join(", ", killed)} did not end within {NetworkRunner.StopTimeout.TotalSeconds:0} s and had to be killed");
    }
}
