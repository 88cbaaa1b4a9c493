using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Primitives;

namespace Ledger.Cli.Export;

/// <summary>
/// The columns of each kind of export, and a block's rows. Columns are only ever added at the end (docs/operators.md).
/// </summary>
internal sealed class ExportRows
{
    private static readonly string[] BlockColumns =
    [
        "height", "time", "timeMilliseconds", "hash", "previousHash", "transactions", "transactionRoot", "receiptRoot",
        "stateRoot", "view", "votes",
    ];

    private static readonly string[] TransactionColumns =
    [
        "height", "index", "time", "transactionId", "account", "nonce", "validFrom", "validUntil", "atomic", "status",
        "message", "gasUsed", "calls",
    ];

    private static readonly string[] EventColumns =
    [
        "height", "transactionIndex", "eventIndex", "time", "transactionId", "account", "contract", "name", "data", "decoded",
    ];

    private readonly ExportKind _kind;
    private readonly ContractDictionary _contracts;

    public ExportRows(ExportKind kind, ContractDictionary contracts)
    {
        _kind = kind;
        _contracts = contracts;
    }

    public IReadOnlyList<string> Columns => _kind switch
    {
        ExportKind.Blocks => BlockColumns,
        ExportKind.Transactions => TransactionColumns,
        _ => EventColumns,
    };

    /// <summary>The rows of a block, in order.</summary>
    /// <exception cref="CommandException">A receipt does not decode.</exception>
    public IEnumerable<object?[]> Of(Block block) => _kind switch
    {
        ExportKind.Blocks => [BlockRow(block)],
        ExportKind.Transactions => Enumerable.Range(0, block.Receipts.Count).Select(i => TransactionRow(block, i)),
        _ => Enumerable.Range(0, block.Receipts.Count).SelectMany(i => EventRows(block, i)),
    };

    private static object?[] BlockRow(Block block)
    {
        var header = block.Header;
        return
        [
            header.Height.Value, TimeOf(header), header.TimeMilliseconds, header.Hash.ToString(),
            header.PreviousHash.ToString(), header.TransactionCount, header.TransactionRoot.ToString(),
            header.ReceiptRoot.ToString(), header.StateRoot.ToString(), block.Certificate.View.Value,
            block.Certificate.Votes.Count,
        ];
    }

    private object?[] TransactionRow(Block block, int index)
    {
        var transaction = block.Batch.Transactions[index];
        var body = transaction.Body;
        var receipt = ReceiptOf(block, index);
        ulong gas = 0;
        var calls = new JsonArray();
        for (var i = 0; i < body.Calls.Count; i++)
        {
            var result = i < receipt.Calls.Count ? receipt.Calls[i] : null;
            gas += result?.GasUsed ?? 0;
            calls.Add(CallJson(body.Calls[i], result));
        }

        // Nonces use all 64 bits, which not every reader of JSON numbers keeps.
        return
        [
            block.Header.Height.Value, index, TimeOf(block.Header), transaction.Id.ToString(), body.Account,
            body.Nonce.ToString(CultureInfo.InvariantCulture), body.ValidFrom, body.ValidUntil, body.Atomic,
            receipt.Status.ToString(), receipt.Message, gas, calls,
        ];
    }

    private JsonObject CallJson(ContractCall call, CallResult? result) => new()
    {
        ["contract"] = call.Contract,
        ["function"] = call.Function,
        ["arguments"] = Convert.ToHexStringLower(call.Arguments.Span),
        ["named"] = _contracts.Arguments(call),
        ["status"] = result?.Status.ToString(),
        ["message"] = result?.Message,
        ["result"] = result == null ? null : Convert.ToHexStringLower(result.Result.Span),
        ["value"] = result == null ? null : _contracts.Result(call, result),
        ["gasUsed"] = result?.GasUsed,
    };

    private static IEnumerable<object?[]> EventRows(Block block, int index)
    {
        var transaction = block.Batch.Transactions[index];
        var number = 0;
        foreach (var call in ReceiptOf(block, index).Calls)
        {
            foreach (var e in call.Events)
            {
                // Manifests do not describe events, so nothing is known of the data but its bytes.
                yield return
                [
                    block.Header.Height.Value, index, number++, TimeOf(block.Header), transaction.Id.ToString(),
                    transaction.Body.Account, e.Contract, e.Name, Convert.ToHexStringLower(e.Data.Span), null,
                ];
            }
        }
    }

    private static Receipt ReceiptOf(Block block, int index) => Receipt.TryDecode(block.Receipts[index].Span)
        ?? throw CommandException.Failed($"receipt {index} of block {block.Header.Height} does not decode");

    private static string TimeOf(BlockHeader header)
    {
        const ulong TimeMax = 253_402_300_799_999;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(header.TimeMilliseconds, TimeMax))
            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }
}
