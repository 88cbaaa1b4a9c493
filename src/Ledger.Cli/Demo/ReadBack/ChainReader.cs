using System.Globalization;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Demo.ReadBack;

/// <summary>
/// Goes through the blocks of one node, each checked by the client, and notes what they hold. One use, one caller.
/// </summary>
internal sealed class ChainReader
{
    private readonly List<string> _failures = [];
    private readonly Dictionary<long, ClearedFacts> _cleared = [];
    private readonly Dictionary<long, SettledFacts> _settled = [];
    private readonly Dictionary<long, long> _metered = [];
    private BlockHeader? _last;
    private int _transactions;
    private int _calls;

    /// <summary>Reads the blocks from the first to a height.</summary>
    public static async Task<ChainFacts> ReadAsync(
        LedgerClient client, string node, ulong toHeight, CancellationToken cancellation)
    {
        var reader = new ChainReader();
        string? flaw = null;
        try
        {
            await foreach (var block in client.BlocksAsync(new SequenceNumber(1), toHeight, cancellation)
                               .ConfigureAwait(false))
            {
                reader.Take(block);
            }
        }
        catch (LedgerException e) when (e.Code == LedgerError.Unproven)
        {
            flaw = e.Message;
        }

        return reader.Facts(node, flaw);
    }

    private ChainFacts Facts(string node, string? flaw) => new()
    {
        Node = node,
        Flaw = flaw,
        Height = _last?.Height.Value ?? 0,
        HeaderHash = _last?.Hash.ToString() ?? "",
        StateRoot = _last?.StateRoot.ToString() ?? "",
        Transactions = _transactions,
        Calls = _calls,
        Failures = _failures,
        Cleared = _cleared,
        Settled = _settled,
        MeteredWh = _metered,
    };

    private void Take(Block block)
    {
        _last = block.Header;
        for (var i = 0; i < block.Receipts.Count; i++)
        {
            var transaction = block.Batch.Transactions[i];
            var receipt = Receipt.TryDecode(block.Receipts[i].Span)
                ?? throw new LedgerException(
                    LedgerError.Unproven, $"block {block.Header.Height} holds a malformed receipt");
            _transactions++;
            if (receipt.Status != ReceiptStatus.Ok)
            {
                _failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"block {block.Header.Height}, {transaction.Body.Account}: {receipt.Status} {receipt.Message}"));
            }

            Take(transaction.Body, receipt);
        }
    }

    private void Take(TransactionBody body, Receipt receipt)
    {
        for (var i = 0; i < receipt.Calls.Count; i++)
        {
            _calls++;
            if (receipt.Calls[i].Status == ReceiptStatus.Ok &&
                body.Calls[i] is { Contract: "metering", Function: "reading" } call)
            {
                TakeReading(call);
            }

            foreach (var e in receipt.Calls[i].Events)
            {
                TakeEvent(e);
            }
        }
    }

    private static string[] ReadTexts(ResultReader reader)
    {
        var texts = new string[reader.Int()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return texts;
    }

    private void TakeReading(ContractCall call)
    {
        var reader = new ResultReader(call.Arguments.Span);
        var slot = reader.Long();
        reader.Text();
        var import = reader.Long();
        var export = reader.Long();
        _metered[slot] = _metered.GetValueOrDefault(slot) + export - import;
    }

    private void TakeEvent(LedgerEvent e)
    {
        var reader = new ResultReader(e.Data.Span);
        switch (e.Contract, e.Name)
        {
            case ("market", "slotCleared"):
                reader.Text();
                var cleared = reader.Long();
                var quantity = reader.Long();
                var hasPrice = reader.Bool();
                var price = reader.Long();
                _cleared[cleared] = new ClearedFacts(quantity, hasPrice ? price : null);
                break;
            case ("market", "slotSecured"):
                reader.Text();
                var secured = reader.Long();
                var rounds = reader.Int();
                _cleared[secured] = _cleared[secured] with { Rounds = rounds, Binding = ReadTexts(reader) };
                break;
            case ("market", "slotSealed"):
                reader.Text();
                var isSealed = reader.Long();
                _cleared[isSealed] = _cleared[isSealed] with { SealedWh = reader.Long() };
                break;
            case ("settlement", "slotSettled"):
                reader.Text();
                var settled = reader.Long();
                _settled[settled] = new SettledFacts(reader.Long(), reader.Long(), reader.Long(), reader.Long());
                break;
            default:
                break;
        }
    }
}
