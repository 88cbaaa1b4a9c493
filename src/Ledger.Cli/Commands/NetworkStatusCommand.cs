using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>network status</c>: asks every node how it is.</summary>
internal sealed class NetworkStatusCommand : CliCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<bool> _json = CommonOptions.Json();

    public NetworkStatusCommand(Terminal terminal)
        : base(
            terminal, "status",
            "Shows height, head, epoch and vote of every node; status 1 when one does not answer.",
            "ledger network status --dir my-network --json")
    {
        Add(_directory);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var asked = network.Nodes.Select(n => AskAsync(network, n, cancellation));
        var answers = await Task.WhenAll(asked).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonArray([.. answers.Select(a => (JsonNode)ToJson(a.Node, a.Status, a.Trouble))]));
        }
        else
        {
            Terminal.Table(
                ["node", "address", "height", "header", "state root", "view", "mode", "votes", "epoch", "evidence", "peers"],
                answers.Select(a => Row(a.Node, a.Status)));
        }

        var silent = answers.Where(a => a.Status == null).ToArray();
        return silent.Length == 0
            ? ExitStatus.Ok
            : throw CommandException.Failed(
                $"{string.Join(", ", silent.Select(a => a.Node.Name))} cannot be asked: {silent[0].Trouble}");
    }

    private static async Task<(NetworkNode Node, NodeStatus? Status, string Trouble)> AskAsync(
        LocalNetwork network, NetworkNode node, CancellationToken cancellation)
    {
        var connection = network.Connect(
            LocalNetwork.AdministratorOf(node.Organisation), node.Name,
            options => options with { ConnectTimeout = AnswerTimeout, CallTimeout = AnswerTimeout });
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                return (node, await connection.Client.StatusAsync(cancellation).ConfigureAwait(false), "");
            }
            catch (LedgerException e)
            {
                return (node, null, e.Message);
            }
        }
    }

    private static string[] Row(NetworkNode node, NodeStatus? status) => status == null
        ? [node.Name, node.Address, "-", "-", "-", "-", "no answer", "-", "-", "-", "-"]
        :
        [
            node.Name, node.Address, status.Height.ToString(), status.HeaderHash.ToShortString(),
            status.StateRoot.ToShortString(), status.View.ToString(), status.Mode,
            status.IsValidator ? "yes" : "no", Epoch(status), status.Evidence.ToString(CultureInfo.InvariantCulture),
            $"{status.Peers.Count(p => p.IsConnected)}/{status.Peers.Count}",
        ];

    /// <summary>Its blocks: from the first on, to the last when that is known.</summary>
    private static string Epoch(NodeStatus status) =>
        $"{status.EpochBase.Next}-{(status.EpochEnd.Value == 0 ? "" : status.EpochEnd)}";

    private static JsonObject ToJson(NetworkNode node, NodeStatus? status, string trouble)
    {
        var json = new JsonObject
        {
            ["name"] = node.Name,
            ["organisation"] = node.Organisation,
            ["address"] = node.Address,
            ["answers"] = status != null,
        };
        if (status == null)
        {
            json["trouble"] = trouble;
            return json;
        }

        json["height"] = status.Height.Value;
        json["headerHash"] = status.HeaderHash.ToString();
        json["stateRoot"] = status.StateRoot.ToString();
        json["view"] = status.View.Value;
        json["primary"] = status.Primary;
        json["mode"] = status.Mode;
        json["votes"] = status.IsValidator;
        json["validators"] = new JsonArray([.. status.Validators.Select(v => (JsonNode)v)]);
        json["epochBase"] = status.EpochBase.Value;
        json["epochEnd"] = status.EpochEnd.Value == 0 ? null : status.EpochEnd.Value;
        json["viewChanges"] = status.ViewChanges;
        json["lowestBlock"] = status.LowestBlock.Value;
        json["pendingTransactions"] = status.PendingTransactions;
        json["transactions"] = status.Transactions;
        json["ledgerTimeMilliseconds"] = status.LedgerTimeMilliseconds;
        json["evidence"] = status.Evidence;
        json["cpuMicroseconds"] = (long)status.ProcessorTime.TotalMicroseconds;
        json["workingSetBytes"] = status.WorkingSetBytes;
        json["peers"] = new JsonArray([.. status.Peers.Select(p => (JsonNode)new JsonObject
        {
            ["name"] = p.Name, ["connected"] = p.IsConnected,
        })]);
        return json;
    }
}
