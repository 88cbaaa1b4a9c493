using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode history</c>: who agreed to what about a contract.</summary>
internal sealed class ChaincodeHistoryCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodeHistoryCommand(Terminal terminal)
        : base(
            terminal, "history", "Shows which packages carried a contract from which block on, and who agreed.",
            "ledger chaincode history --dir my-network market")
    {
        Add(_contract);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var contract = parsed.GetRequiredValue(_contract);
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var arguments = new CallArguments().Text(contract).ToArray();
            var answer = await connection.Client.CallAsync(
                ContractManifest.LifecycleContract, "decisions", arguments, cancellation).ConfigureAwait(false);
            var decisions = ContractDecision.DecodeList(answer.Result.Span);
            if (parsed.GetValue(_json))
            {
                Terminal.Json(new JsonArray([.. decisions.Select(d => (JsonNode)ToJson(d))]));
                return ExitStatus.Ok;
            }

            if (decisions.Count == 0)
            {
                throw CommandException.Failed($"nothing was ever decided about a contract {contract}");
            }

            foreach (var decision in decisions)
            {
                Terminal.Line(
                    $"from block {decision.InForceFrom}: {Words(decision)}; agreed in block {decision.DecidedAt} by " +
                    string.Join(", ", decision.Approvals.Select(a => $"{a.Account} (block {a.Height})")));
            }
        }

        return ExitStatus.Ok;
    }

    private static string Words(ContractDecision decision) => decision.Kind switch
    {
        ContractDecisionKind.Activated => $"package {decision.PackageHash}",
        ContractDecisionKind.RolledBack => $"back to package {decision.PackageHash}",
        ContractDecisionKind.Retired => "retired",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    private static JsonObject ToJson(ContractDecision decision) => new()
    {
        ["kind"] = decision.Kind switch
        {
            ContractDecisionKind.Activated => "activated",
            ContractDecisionKind.RolledBack => "rolled back",
            _ => "retired",
        },
        ["packageHash"] = decision.Kind == ContractDecisionKind.Retired ? null : decision.PackageHash.ToString(),
        ["decidedAt"] = decision.DecidedAt,
        ["inForceFrom"] = decision.InForceFrom,
        ["approvals"] = new JsonArray([.. decision.Approvals.Select(a => (JsonNode)new JsonObject
        {
            ["organisation"] = a.Organisation, ["account"] = a.Account, ["height"] = a.Height,
        })]),
    };
}
