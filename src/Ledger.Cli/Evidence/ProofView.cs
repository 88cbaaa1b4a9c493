using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Evidence;

/// <summary>What a proof that holds says, in words and as JSON.</summary>
internal static class ProofView
{
    private const ulong TimeMax = 253_402_300_799_999;

    /// <summary>People's form.</summary>
    public static void Write(Terminal terminal, LedgerProof proof)
    {
        var header = proof.At.Header;
        terminal.Line(proof is TransactionProof ? "This transaction is on the ledger." : "The ledger's state held this.");
        if (proof is TransactionProof transaction)
        {
            Write(terminal, transaction);
        }
        else if (proof is ValueProof value)
        {
            terminal.Fields(
                ("contract", Clean(value.Contract)),
                ("key", $"{Convert.ToHexStringLower(value.Key.Span)}  {Printable(value.Key.Span)}"),
                ("value", value.Value == null ? "absent" : $"{Convert.ToHexStringLower(value.Value)}  {Printable(value.Value)}"));
        }

        terminal.Fields(
            ("height", header.Height.ToString()),
            ("time", Time(header.TimeMilliseconds)),
            ("header", header.Hash.ToString()),
            ("certified by", CertifiedBy(proof.At)),
            ("chain", proof.ChainId.ToString()));
    }

    /// <summary>The machine's form.</summary>
    public static JsonObject ToJson(LedgerProof proof)
    {
        var json = new JsonObject
        {
            ["holds"] = true,
            ["height"] = proof.At.Header.Height.Value,
            ["timeMilliseconds"] = proof.At.Header.TimeMilliseconds,
            ["headerHash"] = proof.At.Header.Hash.ToString(),
            ["votes"] = proof.At.Certificate.Votes.Count,
            ["epochs"] = proof.At.Epochs.Count,
            ["chainId"] = proof.ChainId.ToString(),
        };
        if (proof is TransactionProof transaction)
        {
            json["account"] = transaction.Transaction.Body.Account;
            json["functions"] = new JsonArray(
                [.. transaction.Transaction.Body.Calls.Select(c => (JsonNode)$"{c.Contract}.{c.Function}")]);
            json["outcome"] = ReceiptView.ToJson(Outcome(transaction), functions: null);
        }
        else if (proof is ValueProof value)
        {
            json["contract"] = value.Contract;
            json["key"] = Convert.ToHexStringLower(value.Key.Span);
            json["found"] = value.Value != null;
            json["value"] = value.Value == null ? null : Convert.ToHexStringLower(value.Value);
        }

        return json;
    }

    /// <summary>Ledger time for people.</summary>
    public static string Time(ulong milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(milliseconds, TimeMax))
        .ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Bytes as far as they are ASCII.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return text.ToString();
    }

    private static void Write(Terminal terminal, TransactionProof proof)
    {
        var body = proof.Transaction.Body;
        terminal.Fields(("account", Clean(body.Account)), ("key", Convert.ToHexStringLower(body.PublicKey.Span)));
        foreach (var call in body.Calls)
        {
            terminal.Line(
                $"called       {Clean(call.Contract)}.{Clean(call.Function)} {Convert.ToHexStringLower(call.Arguments.Span)}");
        }

        var message = Clean(proof.Receipt.Message);
        terminal.Fields(
            ("transaction", proof.Transaction.Id.ToString()),
            ("place", $"{proof.Index}"),
            ("status", message.Length == 0 ? proof.Receipt.Status.ToString() : $"{proof.Receipt.Status}: {message}"));
        foreach (var call in proof.Receipt.Calls)
        {
            if (call.Result.Length > 0)
            {
                terminal.Line($"result       {Convert.ToHexStringLower(call.Result.Span)}");
            }

            foreach (var e in call.Events)
            {
                terminal.Line($"event        {Clean(e.Contract)}.{Clean(e.Name)} {Convert.ToHexStringLower(e.Data.Span)}");
            }
        }
    }

    /// <summary>Who voted, by name: the members that the last end of an epoch, or genesis, names.</summary>
    private static string CertifiedBy(HeaderProof at) => at.Epochs.Count == 0
        ? $"{at.Certificate.Votes.Count} validators of genesis in view {at.Certificate.View}"
        : $"{at.Certificate.Votes.Count} of {at.Epochs[^1].Next.Count} validators in view {at.Certificate.View}, " +
          $"to whom genesis leads by {at.Epochs.Count} changes of members";

    private static Client.TransactionReceipt Outcome(TransactionProof proof) =>
        new(proof.Receipt, proof.At.Header.Height, proof.Index, proof.ReceiptBytes);

    /// <summary>Names come from the file: nothing in them may steer a terminal.</summary>
    private static string Clean(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(source[i]) ? '.' : source[i];
        }
    });
}
