using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>network add-node</c>: one more node in a network directory.</summary>
internal sealed class NetworkAddNodeCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the node, unique in the network." };
    private readonly Option<string> _organisation = new("--organisation")
    {
        Description = "The member organisation that runs it.", HelpName = "ORG", Required = true,
    };

    private readonly Option<int?> _port = new("--port")
    {
        Description = "Port that it listens on; a free one by default.", HelpName = "P",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<bool> _json = CommonOptions.Json();

    public NetworkAddNodeCommand(Terminal terminal)
        : base(
            terminal, "add-node",
            "Makes one more node: identity, configuration, data directory, and its address in the other nodes' configurations. " +
            "It follows without a vote until 'ledger validator add'.",
            "ledger network add-node --dir my-network node5 --organisation cell1")
    {
        Add(_name);
        Add(_organisation);
        Add(_port);
        Add(_directory);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = parsed.GetRequiredValue(_directory);
        var network = LocalNetwork.Load(directory);
        var node = NodeFactory.Add(
            network, parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_organisation), parsed.GetValue(_port),
            TimeProvider.System);
        var key = ValidatorLookup.KeyOf(network, node);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["name"] = node.Name, ["organisation"] = node.Organisation, ["address"] = node.Address,
                ["config"] = network.ConfigurationOf(node), ["publicKey"] = Convert.ToHexStringLower(key),
            });
        }
        else
        {
            Terminal.Fields(
                ("node", $"{node.Name} of {node.Organisation}"),
                ("address", node.Address),
                ("key", Convert.ToHexStringLower(key)),
                ("configuration", network.ConfigurationOf(node)));
            Terminal.Line($"Start it with: ledger network start --dir {directory} --node {node.Name}");
        }

        return Task.FromResult(ExitStatus.Ok);
    }
}
