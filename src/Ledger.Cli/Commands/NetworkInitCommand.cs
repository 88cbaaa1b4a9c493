using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>network init</c>: makes the directory of a new network.</summary>
internal sealed class NetworkInitCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string> _name = new("--name")
    {
        Description = "Name of the network.", HelpName = "NAME", DefaultValueFactory = _ => "microgrid",
    };

    private readonly Option<int> _nodes = new("--nodes")
    {
        Description = "Validators, one for each organisation, 4 to 31.", HelpName = "N",
        DefaultValueFactory = _ => NetworkPlan.NodesMin,
    };

    private readonly Option<int> _rotation = new("--rotation")
    {
        Description = "Blocks after which the primary changes without any fault, a multiple of 32; 0 for never.",
        HelpName = "K", DefaultValueFactory = _ => 0,
    };

    private readonly Option<string> _timers = new("--timers")
    {
        Description = "Timers of the nodes: default, or fast for a tenth of them.", HelpName = "PROFILE",
        DefaultValueFactory = _ => NetworkPlan.DefaultTimers,
    };

    private readonly Option<long?> _gasPerBlock = new("--gas-per-block")
    {
        Description = "Most gas of all calls of a block, about half a nanosecond of work each; 1,000,000,000 by default.",
        HelpName = "G",
    };

    private readonly Option<long?> _gasPerCall = new("--gas-per-call")
    {
        Description = "Most gas of a call; 500,000,000 by default.", HelpName = "G",
    };

    private readonly Option<int?> _basePort = new("--base-port")
    {
        Description = "Port of the first node, the others follow; free ports by default.", HelpName = "P",
    };

    public NetworkInitCommand(Terminal terminal)
        : base(
            terminal, "init", "Makes certificate authorities, nodes, administrators and genesis for a new network.",
            "ledger network init --dir my-network --nodes 4 --base-port 7100")
    {
        Add(_directory);
        Add(_nodes);
        Add(_basePort);
        Add(_rotation);
        Add(_timers);
        Add(_gasPerBlock);
        Add(_gasPerCall);
        Add(_name);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = NetworkFactory.Create(new NetworkPlan
        {
            Directory = parsed.GetRequiredValue(_directory),
            Name = parsed.GetRequiredValue(_name),
            Nodes = parsed.GetRequiredValue(_nodes),
            NodesLimit = NetworkPlan.NodesMax,
            BasePort = parsed.GetValue(_basePort),
            RotationBlocks = parsed.GetValue(_rotation),
            Timers = parsed.GetRequiredValue(_timers),
            GasPerBlock = parsed.GetValue(_gasPerBlock),
            GasPerCall = parsed.GetValue(_gasPerCall),
        });
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["directory"] = network.Layout.Root,
                ["name"] = network.Manifest.Name,
                ["chainId"] = network.ChainId.ToString(),
                ["nodes"] = new JsonArray([.. network.Nodes.Select(n => (JsonNode)new JsonObject
                {
                    ["name"] = n.Name, ["organisation"] = n.Organisation, ["address"] = n.Address,
                })]),
            });
            return Task.FromResult(ExitStatus.Ok);
        }

        Terminal.Fields(
            ("directory", network.Layout.Root), ("network", network.Manifest.Name), ("chain", network.ChainId.ToString()));
        Terminal.Table(
            ["node", "organisation", "address"], network.Nodes.Select(n => new[] { n.Name, n.Organisation, n.Address }));
        Terminal.Line($"Start it with: ledger network start --dir {parsed.GetValue(_directory)}");
        return Task.FromResult(ExitStatus.Ok);
    }
}
