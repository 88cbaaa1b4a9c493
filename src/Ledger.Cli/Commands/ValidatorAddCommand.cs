using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary><c>validator add</c>: an administrator approves one more validator.</summary>
internal sealed class ValidatorAddCommand : ValidatorCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the node." };
    private readonly Option<string?> _organisation = OrganisationOption();
    private readonly Option<string?> _key = KeyOption();

    public ValidatorAddCommand(Terminal terminal)
        : base(
            terminal, "add",
            "Approves one more validator for the administrator's organisation; decided when more than half have run it.",
            "ledger validator add --dir my-network --as cell1/admin node5")
    {
        Add(_name);
        Add(_organisation);
        Add(_key);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation) => ProposeAsync(
        parsed,
        network =>
        {
            var coming = ValidatorLookup.Coming(
                network, parsed.GetRequiredValue(_name), parsed.GetValue(_organisation), parsed.GetValue(_key));
            return members => members.Find(coming.Name) == null
                ? MembershipProposal.Add(members, coming)
                : throw CommandException.Failed($"{coming.Name} is a validator already, or decided to be one");
        },
        cancellation);
}
