using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode list</c>: the contracts in force and their functions.</summary>
internal sealed class ChaincodeListCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodeListCommand(Terminal terminal)
        : base(
            terminal, "list", "Shows the contracts in force, their functions and who may call them.",
            "ledger chaincode list --dir my-network")
    {
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var contracts = await connection.Client.ContractsAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(_json))
            {
                Terminal.Json(new JsonArray([.. contracts.Select(c => (JsonNode)ToJson(c))]));
                return ExitStatus.Ok;
            }

            foreach (var contract in contracts)
            {
                Write(contract);
            }
        }

        return ExitStatus.Ok;
    }

    private void Write(ContractManifest contract)
    {
        var origin = contract.PackageHash == Digest.Zero
            ? "part of the ledger"
            : $"package {contract.PackageName} {contract.PackageHash.ToShortString()}, from block {contract.FromHeight}, " +
              $"approved by {string.Join(", ", contract.Approvals.Select(a => a.Organisation))}";
        Terminal.Line($"{contract.Name}  ({origin})");
        foreach (var function in contract.Functions)
        {
            var result = function.Result == ContractValueType.Void ? "" : $" -> {ContractValueTypes.NameOf(function.Result)}";
            var kind = function.IsReadOnly ? "read-only, " : "";
            var hint = function.GasHint == 0 ? "" : $", about {function.GasHint} gas";
            Terminal.Line($"  {function.Signature}{result}  [{kind}{function.Access}{hint}]");
        }
    }

    private static JsonObject ToJson(ContractManifest contract) => new()
    {
        ["name"] = contract.Name,
        ["package"] = contract.PackageName,
        ["packageHash"] = contract.PackageHash.ToString(),
        ["fromHeight"] = contract.FromHeight,
        ["historyAgeDays"] = contract.HistoryAgeDays,
        ["approvals"] = new JsonArray([.. contract.Approvals.Select(a => (JsonNode)new JsonObject
        {
            ["organisation"] = a.Organisation, ["account"] = a.Account, ["height"] = a.Height,
        })]),
        ["functions"] = new JsonArray([.. contract.Functions.Select(f => (JsonNode)new JsonObject
        {
            ["name"] = f.Name,
            ["readOnly"] = f.IsReadOnly,
            ["parameters"] = new JsonArray([.. f.Parameters.Select(p => (JsonNode)new JsonObject
            {
                ["name"] = p.Name, ["type"] = ContractValueTypes.NameOf(p.Type),
            })]),
            ["result"] = ContractValueTypes.NameOf(f.Result),
            ["access"] = f.Access,
            ["gasHint"] = f.GasHint,
        })]),
    };
}
