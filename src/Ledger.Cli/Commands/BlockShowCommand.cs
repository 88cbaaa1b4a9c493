using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>block show</c>: one certified block.</summary>
internal sealed class BlockShowCommand : CliCommand
{
    private const string Latest = "latest";

    private readonly Argument<string> _height = new("HEIGHT") { Description = $"Height of the block, or '{Latest}'." };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public BlockShowCommand(Terminal terminal)
        : base(
            terminal, "show", "Shows a block after checking its certificate.",
            "ledger block show --dir my-network latest --json")
    {
        Add(_height);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var asked = ParseHeight(parsed.GetRequiredValue(_height));
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var head = (await connection.Client.StatusAsync(cancellation).ConfigureAwait(false)).Height;
            var height = asked ?? head;
            if (height.Value == 0 || height > head)
            {
                throw CommandException.Failed(
                    head.Value == 0 ? "there is no block yet" : $"there is no block {height}; the last is {head}");
            }

            var block = await connection.Client.GetBlockAsync(height, cancellation).ConfigureAwait(false);
            Show(block, connection.Client.MembersAt(height)!, parsed.GetValue(_json));
        }

        return ExitStatus.Ok;
    }

    private static SequenceNumber? ParseHeight(string text)
    {
        if (text == Latest)
        {
            return null;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0
            ? new SequenceNumber(height)
            : throw CommandException.BadInput($"'{text}' is not a height from 1 on, nor '{Latest}'");
    }

    private void Show(Block block, Membership members, bool isJson)
    {
        var header = block.Header;
        var voters = block.Certificate.Votes.Select(v => members.Validators[v.Replica.Value].Name).ToArray();
        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(header.TimeMilliseconds, 253_402_300_799_999));
        if (isJson)
        {
            Terminal.Json(new JsonObject
            {
                ["height"] = header.Height.Value,
                ["hash"] = header.Hash.ToString(),
                ["previousHash"] = header.PreviousHash.ToString(),
                ["timeMilliseconds"] = header.TimeMilliseconds,
                ["transactionRoot"] = header.TransactionRoot.ToString(),
                ["receiptRoot"] = header.ReceiptRoot.ToString(),
                ["stateRoot"] = header.StateRoot.ToString(),
                ["view"] = block.Certificate.View.Value,
                ["votes"] = new JsonArray([.. voters.Select(v => (JsonNode)v)]),
                ["transactions"] = new JsonArray([.. Enumerable.Range(0, block.Receipts.Count).Select(i => TransactionJson(block, i))]),
            });
            return;
        }

        Terminal.Fields(
            ("height", header.Height.ToString()),
            ("hash", header.Hash.ToString()),
            ("previous", header.PreviousHash.ToString()),
            ("time", time.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture)),
            ("state root", header.StateRoot.ToString()),
            ("certified by", $"{string.Join(", ", voters)} in view {block.Certificate.View}"),
            ("transactions", header.TransactionCount.ToString(CultureInfo.InvariantCulture)));
        for (var i = 0; i < block.Receipts.Count; i++)
        {
            var body = block.Batch.Transactions[i].Body;
            var calls = string.Join(", ", body.Calls.Take(3).Select(c => $"{c.Contract}.{c.Function}"));
            var more = body.Calls.Count > 3 ? $" and {body.Calls.Count - 3} more" : "";
            Terminal.Line($"  {block.Batch.Transactions[i].Id.ToShortString()}  {body.Account}  {calls}{more}  {StatusOf(block, i)}");
        }
    }

    private static JsonNode TransactionJson(Block block, int index)
    {
        var transaction = block.Batch.Transactions[index];
        return new JsonObject
        {
            ["id"] = transaction.Id.ToString(),
            ["account"] = transaction.Body.Account,
            ["calls"] = new JsonArray([.. transaction.Body.Calls.Select(c => (JsonNode)$"{c.Contract}.{c.Function}")]),
            ["status"] = StatusOf(block, index),
        };
    }

    private static string StatusOf(Block block, int index) =>
        Receipt.TryDecode(block.Receipts[index].Span)?.Status.ToString() ?? "unreadable";
}
