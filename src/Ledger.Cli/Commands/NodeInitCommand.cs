using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Node;

namespace Ledger.Cli.Commands;

/// <summary><c>node init</c>: the data directory of a node whose key has never voted.</summary>
internal sealed class NodeInitCommand : CliCommand
{
    private readonly Option<string> _config = new("--config")
    {
        Description = "The node's configuration file.", HelpName = "FILE", Required = true,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public NodeInitCommand(Terminal terminal)
        : base(
            terminal, "init",
            "Makes a node's data directory and says so that its key has never voted. Not after a lost disk: a node that " +
            "finds no directory asks the others to vote again by itself.",
            "ledger node init --config my-network/cell1/node/node.json")
    {
        Add(_config);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = NodeConfiguration.Load(parsed.GetRequiredValue(_config));
        LedgerNode.InitialiseData(configuration);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject { ["name"] = configuration.Name, ["data"] = Path.GetFullPath(configuration.Data) });
        }
        else
        {
            Terminal.Line(
                $"{configuration.Name} may vote with its key, which has never voted: {Path.GetFullPath(configuration.Data)}");
        }

        return Task.FromResult(ExitStatus.Ok);
    }
}
