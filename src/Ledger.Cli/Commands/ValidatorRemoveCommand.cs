using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary><c>validator remove</c>: an administrator approves that a validator leaves.</summary>
internal sealed class ValidatorRemoveCommand : ValidatorCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the validator." };

    public ValidatorRemoveCommand(Terminal terminal)
        : base(
            terminal, "remove",
            "Approves for the administrator's organisation that a validator leaves; decided when more than half have run it.",
            "ledger validator remove --dir my-network --as cell1/admin node5") => Add(_name);

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_name);
        return ProposeAsync(parsed, _ => members => MembershipProposal.Remove(members, name), cancellation);
    }
}
