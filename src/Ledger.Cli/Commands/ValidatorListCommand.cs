using System.CommandLine;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>validator list</c>: who votes, what is decided, what is proposed.</summary>
internal sealed class ValidatorListCommand : ValidatorCommand
{
    public ValidatorListCommand(Terminal terminal)
        : base(
            terminal, "list",
            "Shows the validators of the epoch and the change that is decided, both with proof, and the open proposals.",
            "ledger validator list --dir my-network")
    {
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var connection = Connect(parsed, Network(parsed));
        await using (connection.ConfigureAwait(false))
        {
            var proven = await connection.Client.ScheduleAsync(cancellation).ConfigureAwait(false);
            var open = await OpenAsync(connection.Client, cancellation).ConfigureAwait(false);
            MembershipView.Write(Terminal, proven, open, IsJson(parsed));
        }

        return ExitStatus.Ok;
    }
}
