using System.CommandLine;
using System.Text;
using Ledger.Cli.Evidence;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>prove tx</c>: a transaction with its receipt as a file that anyone can check offline.</summary>
internal sealed class ProveTxCommand : CliCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The transaction, 64 hexadecimal digits." };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<string?> _data = ProveStateCommand.DataOption();
    private readonly Option<string?> _genesis = ProveStateCommand.GenesisOption();

    public ProveTxCommand(Terminal terminal)
        : base(
            terminal, "tx", "Writes a transaction with its receipt as a proof for 'ledger check-proof'.",
            "ledger prove tx --dir my-network 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    {
        Add(_id);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_data);
        Add(_genesis);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetRequiredValue(_id);
        if (!Digest.TryParse(text, out var id))
        {
            throw CommandException.BadInput($"'{text}' is not a transaction id of 64 hexadecimal digits");
        }

        Terminal.Line(Encoding.UTF8.GetString(ProofFile.Encode(await ProveAsync(parsed, id, cancellation).ConfigureAwait(false))));
        return ExitStatus.Ok;
    }

    private async Task<LedgerProof> ProveAsync(ParseResult parsed, Digest id, CancellationToken cancellation)
    {
        if (parsed.GetValue(_data) is { } data)
        {
            using var node = StoppedNode.Open(data, parsed.GetValue(_genesis));
            return node.Prove(id);
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            return await connection.Client.ProveTransactionAsync(id, cancellation).ConfigureAwait(false);
        }
    }
}
