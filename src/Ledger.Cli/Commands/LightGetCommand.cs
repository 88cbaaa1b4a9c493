using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>light get</c>: reads a key from a light node's store, without any node.</summary>
internal sealed class LightGetCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Argument<string[]> _parts = new("KEY")
    {
        Description = "Parts of the key, as in 'ledger query'.", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _store = LightOptions.Store();
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<bool> _json = CommonOptions.Json();

    public LightGetCommand(Terminal terminal)
        : base(
            terminal, "get", "Reads a key from the light node's store; its proof is checked again, and no node is asked.",
            "ledger light get --dir my-network --store my-light market market mg1")
    {
        Add(_contract);
        Add(_parts);
        Add(_store);
        Add(_directory);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        using var store = LightOptions.Open(parsed.GetRequiredValue(_store), network.ChainId);
        var key = KeyParts.Parse(parsed.GetRequiredValue(_parts));
        var (header, value) = store.Find(parsed.GetRequiredValue(_contract), key);
        var hex = value?.Value == null ? null : Convert.ToHexStringLower(value.Value);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["found"] = hex != null,
                ["value"] = hex,
                ["height"] = header.Height.Value,
                ["headerHash"] = header.Hash.ToString(),
                ["timeMilliseconds"] = header.TimeMilliseconds,
            });
        }
        else
        {
            Terminal.Fields(
                ("value", hex ?? "absent, by the word of f+1 validators"),
                ("block", $"{header.Height}, {DateTimeOffset.FromUnixTimeMilliseconds((long)header.TimeMilliseconds):u}"));
        }

        return Task.FromResult(ExitStatus.Ok);
    }
}
