using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>network evidence</c>: who has contradicted itself, by the records that the nodes keep.</summary>
internal sealed class NetworkEvidenceCommand : CliCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string[]> _nodes = CommonOptions.Nodes("ask");
    private readonly Option<bool> _json = CommonOptions.Json();

    public NetworkEvidenceCommand(Terminal terminal)
        : base(
            terminal, "evidence",
            "Shows the pairs of contradicting messages that the nodes keep, and checks their signatures; status 1 when a node " +
            "does not answer or a record proves nothing.",
            "ledger network evidence --dir my-network --json")
    {
        Add(_directory);
        Add(_nodes);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var records = new List<(string Node, EvidenceRecord Record, string? Flaw)>();
        string? trouble = null;
        foreach (var node in CommonOptions.Select(network, parsed.GetValue(_nodes)))
        {
            try
            {
                await AskAsync(network, node, records, cancellation).ConfigureAwait(false);
            }
            catch (LedgerException e)
            {
                trouble ??= $"{node.Name} cannot be asked: {e.Message}";
            }
        }

        EvidenceView.Write(Terminal, records, parsed.GetValue(_json));
        if (trouble != null)
        {
            throw CommandException.Failed(trouble);
        }

        var worthless = records.Count(r => r.Flaw != null);
        return worthless == 0
            ? ExitStatus.Ok
            : throw CommandException.Failed($"{worthless} of {records.Count} records prove nothing");
    }

    private static async Task AskAsync(
        LocalNetwork network, NetworkNode node, List<(string Node, EvidenceRecord Record, string? Flaw)> records,
        CancellationToken cancellation)
    {
        var connection = network.Connect(
            LocalNetwork.AdministratorOf(node.Organisation), node.Name,
            options => options with { ConnectTimeout = AnswerTimeout, CallTimeout = AnswerTimeout });
        await using (connection.ConfigureAwait(false))
        {
            var status = await connection.Client.StatusAsync(cancellation).ConfigureAwait(false);
            foreach (var record in status.EvidenceRecords)
            {
                records.Add((
                    node.Name, record, await connection.Client.FlawOfAsync(record, cancellation).ConfigureAwait(false)));
            }
        }
    }
}
