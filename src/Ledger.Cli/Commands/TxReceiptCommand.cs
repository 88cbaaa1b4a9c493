using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>tx receipt</c>: the outcome of a transaction, checked against its certified block.</summary>
internal sealed class TxReceiptCommand : CliCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Argument<string> _id = new("ID") { Description = "The transaction, 64 hexadecimal digits." };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public TxReceiptCommand(Terminal terminal)
        : base(
            terminal, "receipt", "Shows the receipt of a transaction, checked against its certified block.",
            "ledger tx receipt --dir my-network 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    {
        Add(_id);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetRequiredValue(_id);
        if (!Digest.TryParse(text, out var id))
        {
            throw CommandException.BadInput($"'{text}' is not a transaction id of 64 hexadecimal digits");
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var account = parsed.GetValue(_as) ?? LocalNetwork.AdministratorOf(network.Nodes[0].Organisation);
        var connection = network.Connect(
            account, parsed.GetValue(_node), options => options with { FinalityTimeout = Patience });
        await using (connection.ConfigureAwait(false))
        {
            var receipt = await connection.Client.GetReceiptAsync(id, cancellation).ConfigureAwait(false);
            await connection.Client.ConfirmAsync(receipt, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(_json))
            {
                Terminal.Json(ReceiptView.ToJson(receipt, functions: null));
            }
            else
            {
                ReceiptView.Write(Terminal, receipt, functions: null);
            }
        }

        return ExitStatus.Ok;
    }
}
