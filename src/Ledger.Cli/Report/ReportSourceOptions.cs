using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Cli.Evidence;
using Ledger.Cli.Network;
using Ledger.Cli.Report.State;
using Ledger.Client;

namespace Ledger.Cli.Report;

/// <summary>Options that say where a report is read: from a running node, or from a stopped one's directory.</summary>
internal sealed class ReportSourceOptions
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<string?> _data = ProveStateCommand.DataOption();
    private readonly Option<string?> _genesis = ProveStateCommand.GenesisOption();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_as);
        command.Add(_node);
        command.Add(_data);
        command.Add(_genesis);
    }

    /// <summary>Opens the source, reads, and closes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="account">Who reads when nothing else is said; null for the first organisation's administrator.</param>
    /// <param name="read">Reads; the client is null for a stopped node.</param>
    public async Task<int> WithAsync(
        ParseResult parsed, string? account, Func<IReportState, ReportViewer, LedgerClient?, Task<int>> read)
    {
        if (parsed.GetValue(_data) is { } data)
        {
            using var node = StoppedNode.Open(data, parsed.GetValue(_genesis));
            using var stopped = new StoppedReportState(node, data);
            return await read(stopped, ReportViewer.Owner, null).ConfigureAwait(false);
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var own = account?.Split('/') is [var organisation, var device] &&
            Directory.Exists(network.Layout.Device(organisation, device))
                ? account
                : null;
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as) ?? own, parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var name = parsed.GetValue(_node) ?? $"the node of {connection.Identity.Certificate.Organisation}";
            return await read(
                new NodeReportState(connection.Client, name), ReportViewer.Of(connection.Identity.Certificate), connection.Client)
                .ConfigureAwait(false);
        }
    }
}
