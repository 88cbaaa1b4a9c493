using System.CommandLine;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode run</c>: one call on a ledger in memory.</summary>
internal sealed class ChaincodeRunCommand : CliCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "An assembly, a package, a project or its folder." };
    private readonly Argument<string> _function = new("FUNCTION") { Description = "contract.function" };
    private readonly Argument<string[]> _arguments = new("ARGS")
    {
        Description = "One for each parameter: true or false, numbers, text, hexadecimal or @FILE for bytes, lists with commas.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _as = new("--as")
    {
        Description = "Who calls, organisation/name.", HelpName = "ACCOUNT", DefaultValueFactory = _ => "cell1/admin",
    };

    private readonly Option<string[]> _attributes = new("--attribute")
    {
        Description = "An attribute of the caller, such as role=prosumer; may be repeated. Without any, cell1/admin has role=admin.",
        HelpName = "K=V", DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "File that keeps the contracts' state from one run to the next.", HelpName = "FILE",
    };

    public ChaincodeRunCommand(Terminal terminal)
        : base(
            terminal, "run", "Calls a function on a ledger in memory, through the checker, meter and executor of a node.",
            "ledger chaincode run shop shop.stock bread 10 500 --state shop.state")
    {
        Add(_path);
        Add(_function);
        Add(_arguments);
        Add(_as);
        Add(_attributes);
        Add(_state);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var assembly = await CheckedAssembly.LoadAsync(parsed.GetRequiredValue(_path), cancellation).ConfigureAwait(false);
        var account = parsed.GetRequiredValue(_as);
        var attributes = Attributes(parsed.GetValue(_attributes) ?? []);
        var ledger = new LocalLedger(
            new LocalLedgerOptions { Packages = [assembly.Bytes], Verifier = Identity.Ed25519.Instance });
        if (attributes.Length > 0 || account != LocalLedger.AdministratorOf("cell1"))
        {
            ledger.Enrol(account, attributes);
        }

        var file = parsed.GetValue(_state);
        if (file != null && File.Exists(file))
        {
            StateFile.Load(ledger.State, file);
        }

        var name = parsed.GetRequiredValue(_function);
        var function = Find(ledger, account, name);
        var call = new ContractCall(
            name[..name.IndexOf('.', StringComparison.Ordinal)], function.Name,
            ContractLookup.Encode(function, parsed.GetValue(_arguments) ?? []));
        var result = function.IsReadOnly ? ledger.Query(account, call) : Submit(ledger, account, call);
        if (result.Status != ReceiptStatus.Ok)
        {
            throw CommandException.Failed($"{result.Status}: {result.Message} (gas {result.GasUsed})");
        }

        if (file != null)
        {
            StateFile.Save(ledger.State, file);
        }

        Write(function, result);
        return ExitStatus.Ok;
    }

    private static CallResult Submit(LocalLedger ledger, string account, ContractCall call)
    {
        var receipt = ledger.Submit(account, call);
        return receipt.Calls.Count == 1
            ? receipt.Calls[0]
            : throw CommandException.Failed($"the transaction was not executed: {receipt.Status}");
    }

    private static ContractFunction Find(LocalLedger ledger, string account, string name)
    {
        var answer = ledger.Query(account, Client.ContractManifest.LifecycleContract, "contracts");
        var contracts = Client.ContractManifest.DecodeList(answer.Result.Span);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var contract = contracts.FirstOrDefault(c => dot > 0 && c.Name == name[..dot]) ?? throw CommandException.BadInput(
            $"'{name}' is not contract.function; there are the contracts {string.Join(", ", contracts.Select(c => c.Name))}");
        try
        {
            return contract.Function(name[(dot + 1)..]);
        }
        catch (FormatException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }

    private static (string Name, string Value)[] Attributes(string[] texts) =>
    [
        .. texts.Select(text => text.Split('=', 2) is [var name, var value]
            ? (name, value)
            : throw CommandException.BadInput($"'{text}' is not an attribute of the form name=value")),
    ];

    private void Write(ContractFunction function, CallResult result)
    {
        if (function.Result != ContractValueType.Void)
        {
            Terminal.Line($"result  {ReceiptView.Text(ReceiptView.Value(function, result.Result))}");
        }

        foreach (var e in result.Events)
        {
            Terminal.Line($"event   {e.Contract}.{e.Name} {Convert.ToHexStringLower(e.Data.Span)}");
        }

        var hint = function.GasHint == 0 ? "" : $"  (its author says about {function.GasHint})";
        Terminal.Line($"gas     {result.GasUsed}{hint}");
    }
}
