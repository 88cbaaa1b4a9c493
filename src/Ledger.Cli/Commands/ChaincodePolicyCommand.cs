using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode policy</c>: how many organisations decide about contracts; shown, or another one approved.</summary>
internal sealed class ChaincodePolicyCommand : CliCommand
{
    private readonly Argument<string?> _policy = new("POLICY")
    {
        Description = "majority, all, or \"at-least N\"; without it the policy in force is shown.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodePolicyCommand(Terminal terminal)
        : base(
            terminal, "policy", "Shows how many organisations decide about contracts, or approves another policy.",
            "ledger chaincode policy --dir my-network --as cell2/admin all")
    {
        Add(_policy);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetValue(_policy);
        if (text != null && ApprovalPolicy.TryParse(text) == null)
        {
            throw CommandException.BadInput($"'{text}' is no policy; there are majority, all, and \"at-least N\"");
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            if (text != null)
            {
                var call = new CallArguments().Text(text).Call(ContractManifest.LifecycleContract, "changePolicy");
                (await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false)).EnsureOk();
            }

            var answer = await connection.Client.CallAsync(
                ContractManifest.LifecycleContract, "policy", CallArguments.None, cancellation).ConfigureAwait(false);
            var inForce = answer.Read().Text();
            if (parsed.GetValue(_json))
            {
                Terminal.Json(new JsonObject { ["policy"] = inForce, ["height"] = answer.Height.Value });
            }
            else
            {
                Terminal.Fields(("policy", inForce == text || text == null
                    ? $"{inForce}, at block {answer.Height}"
                    : $"{inForce}, at block {answer.Height}; {text} is approved by this organisation, others must agree"));
            }
        }

        return ExitStatus.Ok;
    }
}
