using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>tx submit</c>: one call as one transaction.</summary>
internal sealed class TxSubmitCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Argument<string> _function = new("FUNCTION") { Description = "Name of the function." };
    private readonly Argument<string[]> _arguments = new("ARGS")
    {
        Description = "One for each parameter: true or false, numbers, text, hexadecimal or @FILE for bytes, lists with commas.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public TxSubmitCommand(Terminal terminal)
        : base(
            terminal, "submit", "Calls a function in a transaction and waits until it is final.",
            "ledger tx submit --dir my-network --as cell1/home-1 wallet transfer cell2/home-9 1500000 rent")
    {
        Add(_contract);
        Add(_function);
        Add(_arguments);
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
            var client = connection.Client;
            var contract = parsed.GetRequiredValue(_contract);
            var function = await ContractLookup.FunctionAsync(
                client, contract, parsed.GetRequiredValue(_function), cancellation).ConfigureAwait(false);
            var arguments = ContractLookup.Encode(function, parsed.GetValue(_arguments) ?? []);
            var receipt = await client.SubmitAsync(new ContractCall(contract, function.Name, arguments), cancellation)
                .ConfigureAwait(false);
            await client.ConfirmAsync(receipt, cancellation).ConfigureAwait(false);

            // A receipt without calls says why nothing was executed.
            var functions = receipt.Calls.Count == 1 ? new[] { function } : null;
            if (parsed.GetValue(_json))
            {
                Terminal.Json(ReceiptView.ToJson(receipt, functions));
            }
            else
            {
                ReceiptView.Write(Terminal, receipt, functions);
            }

            receipt.EnsureOk();
            return ExitStatus.Ok;
        }
    }
}
