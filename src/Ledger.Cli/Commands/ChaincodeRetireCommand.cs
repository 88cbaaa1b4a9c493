using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode retire</c>: an administrator agrees that a contract ends; its state stays.</summary>
internal sealed class ChaincodeRetireCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodeRetireCommand(Terminal terminal)
        : base(
            terminal, "retire", "Approves that no package carries a contract any more; its state stays.",
            "ledger chaincode retire --dir my-network --as cell2/admin counter")
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
        var call = new CallArguments().Text(contract).Call(ContractManifest.LifecycleContract, "retire");
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var receipt = (await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false)).EnsureOk();
            var from = receipt.Calls[0].Events.Any(e => e.Name == "retired") ? receipt.Height.Value + 1 : (ulong?)null;
            if (parsed.GetValue(_json))
            {
                Terminal.Json(new JsonObject
                {
                    ["contract"] = contract,
                    ["transactionId"] = receipt.TransactionId.ToString(),
                    ["height"] = receipt.Height.Value,
                    ["retiredFromHeight"] = from,
                });
                return ExitStatus.Ok;
            }

            Terminal.Fields(
                ("contract", contract),
                ("transaction", $"{receipt.TransactionId}, block {receipt.Height}"),
                ("state", from == null
                    ? "its end is approved by this organisation; others must agree"
                    : $"retired from block {from}"));
        }

        return ExitStatus.Ok;
    }
}
