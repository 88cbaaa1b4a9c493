using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary>What the commands that change the validators share: who acts, and how a proposal is approved.</summary>
internal abstract class ValidatorCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    protected ValidatorCommand(Terminal terminal, string name, string description, string example)
        : base(terminal, name, description, example)
    {
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected static Option<string?> KeyOption() => new("--key")
    {
        Description = "Ed25519 key that it votes with, 64 hexadecimal digits; by default that of the node in this directory.",
        HelpName = "HEX",
    };

    protected static Option<string?> OrganisationOption() => new("--organisation")
    {
        Description = "The member organisation that runs it; by default that of the node in this directory.", HelpName = "ORG",
    };

    protected bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    protected LocalNetwork Network(ParseResult parsed) => LocalNetwork.Load(parsed.GetRequiredValue(_directory));

    /// <summary>A client for the account that the options name, or for another one when they name none.</summary>
    protected DeviceConnection Connect(ParseResult parsed, LocalNetwork network, string? account = null) =>
        CommonOptions.Connect(network, parsed.GetValue(_as) ?? account, parsed.GetValue(_node));

    /// <summary>
    /// Approves a proposal for the administrator's organisation. Every organisation that starts from the same members and
    /// means the same makes the same bytes, so whoever is first proposes and the others agree.
    /// </summary>
    protected async Task<int> ProposeAsync(
        ParseResult parsed, Func<LocalNetwork, Func<Membership, MembershipProposal>> prepare, CancellationToken cancellation)
    {
        var network = Network(parsed);
        var propose = prepare(network);
        var connection = Connect(parsed, network);
        await using (connection.ConfigureAwait(false))
        {
            var members = (await connection.Client.ScheduleAsync(cancellation).ConfigureAwait(false)).Latest;
            var proposal = propose(members);
            if (proposal.ApplyTo(members, out var flaw) == null)
            {
                throw CommandException.Failed(flaw);
            }

            return await ApproveAsync(parsed, connection.Client, proposal, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Approves a proposal and shows what that has brought about.</summary>
    protected async Task<int> ApproveAsync(
        ParseResult parsed, LedgerClient client, MembershipProposal proposal, CancellationToken cancellation)
    {
        var call = new CallArguments().Bytes(proposal.Encode()).Call(MembershipSchedule.Contract, "approve");
        var receipt = await client.SubmitAsync(call, cancellation).ConfigureAwait(false);
        MembershipView.Write(Terminal, receipt.EnsureOk(), proposal, IsJson(parsed));
        return ExitStatus.Ok;
    }

    /// <summary>The proposals that are open. One node's word.</summary>
    protected static async Task<IReadOnlyList<OpenMembershipProposal>> OpenAsync(
        LedgerClient client, CancellationToken cancellation)
    {
        var answer = await client.CallAsync(MembershipSchedule.Contract, "proposals", CallArguments.None, cancellation)
            .ConfigureAwait(false);
        return OpenMembershipProposal.TryDecodeList(answer.Read().Bytes())
            ?? throw CommandException.Failed("the node's list of proposals is malformed");
    }
}
