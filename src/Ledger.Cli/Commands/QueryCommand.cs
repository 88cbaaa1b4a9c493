using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>query</c>: one key of a contract's state with its proof, or a read-only function.</summary>
internal sealed class QueryCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Argument<string[]> _parts = new("KEY-PARTS")
    {
        Description = "Parts of the key: text, long:NUMBER, raw:TEXT (no end mark), hex:BYTES. With --call: the arguments.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _call = new("--call")
    {
        Description = "Call this read-only function instead of reading a key.", HelpName = "FUNCTION",
    };

    private readonly Option<bool> _quorum = new("--quorum")
    {
        Description = "With --call: ask all nodes and require f+1 equal answers.",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public QueryCommand(Terminal terminal)
        : base(
            terminal, "query", "Reads a key of a contract's state and verifies its proof, or calls a read-only function.",
            "ledger query --dir my-network wallet account cell1/home-1\n" +
            "ledger query --dir my-network wallet --call balance cell1/home-1")
    {
        Add(_contract);
        Add(_parts);
        Add(_call);
        Add(_quorum);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var contract = parsed.GetRequiredValue(_contract);
        var parts = parsed.GetValue(_parts) ?? [];
        var function = parsed.GetValue(_call);
        var isQuorum = parsed.GetValue(_quorum);
        if (function == null && (parts.Length == 0 || isQuorum))
        {
            throw CommandException.BadInput(isQuorum ? "--quorum goes with --call" : "name the key, or a function with --call");
        }

        var key = function == null ? KeyParts.Parse(parts) : [];
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            return function == null
                ? Show(await connection.Client.QueryAsync(contract, key, cancellation: cancellation).ConfigureAwait(false), parsed)
                : await CallAsync(connection.Client, contract, function, parts, parsed, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<int> CallAsync(
        LedgerClient client, string contract, string name, string[] texts, ParseResult parsed, CancellationToken cancellation)
    {
        var function = await ContractLookup.FunctionAsync(client, contract, name, cancellation).ConfigureAwait(false);
        if (!function.IsReadOnly)
        {
            throw CommandException.BadInput($"{contract}.{name} changes the ledger; 'ledger tx submit' calls it");
        }

        var arguments = ContractLookup.Encode(function, texts);
        var answer = parsed.GetValue(_quorum)
            ? await client.CallQuorumAsync(contract, name, arguments, cancellation).ConfigureAwait(false)
            : await client.CallAsync(contract, name, arguments, cancellation).ConfigureAwait(false);
        var value = ReceiptView.Value(function, answer.Result);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject { ["height"] = answer.Height.Value, ["result"] = ReceiptView.Json(value) });
        }
        else
        {
            Terminal.Line(ReceiptView.Text(value));
        }

        return ExitStatus.Ok;
    }

    private int Show(ProvenValue read, ParseResult parsed)
    {
        var hex = read.Value == null ? null : Convert.ToHexStringLower(read.Value);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["found"] = read.Found,
                ["value"] = hex,
                ["height"] = read.Header.Height.Value,
                ["headerHash"] = read.Header.Hash.ToString(),
                ["stateRoot"] = read.Header.StateRoot.ToString(),
                ["votes"] = read.Certificate.Votes.Count,
                ["verified"] = true,
            });
            return ExitStatus.Ok;
        }

        Terminal.Fields(
            ("value", hex ?? "absent"),
            ("as text", read.Value == null ? "" : Printable(read.Value)),
            ("proven by", $"block {read.Header.Height}, header {read.Header.Hash}"),
            ("certified by", $"{read.Certificate.Votes.Count} validators"));
        return ExitStatus.Ok;
    }

    private static string Printable(byte[] value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var b in value)
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return text.ToString();
    }
}
