using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>validator approve</c>: an administrator agrees to a proposal that is open.</summary>
internal sealed class ValidatorApproveCommand : ValidatorCommand
{
    private readonly Argument<string> _hash = new("HASH")
    {
        Description = "SHA-256 of the proposal, 64 hexadecimal digits, as 'ledger validator list' shows it.",
    };

    public ValidatorApproveCommand(Terminal terminal)
        : base(
            terminal, "approve", "Approves an open proposal to change the validators for the administrator's organisation.",
            "ledger validator approve --dir my-network --as cell2/admin " +
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") => Add(_hash);

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetRequiredValue(_hash);
        if (!Digest.TryParse(text, out var hash))
        {
            throw CommandException.BadInput($"'{text}' is not a proposal hash of 64 hexadecimal digits");
        }

        var connection = Connect(parsed, Network(parsed));
        await using (connection.ConfigureAwait(false))
        {
            // The hash names the bytes, so it does not matter which node they come from.
            var open = await OpenAsync(connection.Client, cancellation).ConfigureAwait(false);
            var proposal = open.FirstOrDefault(o => o.Proposal.Hash == hash)?.Proposal
                ?? throw CommandException.Failed($"no proposal {hash.ToShortString()} is open");
            return await ApproveAsync(parsed, connection.Client, proposal, cancellation).ConfigureAwait(false);
        }
    }
}
