using System.CommandLine;
using Ledger.Cli.Output;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary><c>validator replace</c>: an administrator approves another validator in the place of one.</summary>
internal sealed class ValidatorReplaceCommand : ValidatorCommand
{
    private readonly Argument<string> _leaving = new("OLD") { Description = "Name of the validator that leaves." };
    private readonly Argument<string> _coming = new("NEW") { Description = "Name of the node that comes." };
    private readonly Option<string?> _organisation = OrganisationOption();
    private readonly Option<string?> _key = KeyOption();

    public ValidatorReplaceCommand(Terminal terminal)
        : base(
            terminal, "replace",
            "Approves another validator in the place of one for the administrator's organisation; decided when more than half " +
            "have run it.",
            "ledger validator replace --dir my-network --as cell1/admin node2 node6")
    {
        Add(_leaving);
        Add(_coming);
        Add(_organisation);
        Add(_key);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation) => ProposeAsync(
        parsed,
        network =>
        {
            var leaving = parsed.GetRequiredValue(_leaving);
            var coming = ValidatorLookup.Coming(
                network, parsed.GetRequiredValue(_coming), parsed.GetValue(_organisation), parsed.GetValue(_key));
            return members => MembershipProposal.Replace(members, leaving, coming);
        },
        cancellation);
}
