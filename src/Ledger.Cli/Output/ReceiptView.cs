using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Output;

/// <summary>Receipts, results and events as text and JSON.</summary>
internal static class ReceiptView
{
    /// <summary>The machine's form. Results are typed where the functions are known, otherwise hexadecimal.</summary>
    public static JsonObject ToJson(TransactionReceipt receipt, IReadOnlyList<ContractFunction>? functions) => new()
    {
        ["transactionId"] = receipt.TransactionId.ToString(),
        ["height"] = receipt.Height.Value,
        ["index"] = receipt.Index,
        ["status"] = receipt.Status.ToString(),
        ["message"] = receipt.Message,
        ["calls"] = new JsonArray([.. receipt.Calls.Select((call, i) => CallJson(call, functions?[i]))]),
    };

    /// <summary>People's form.</summary>
    public static void Write(Terminal terminal, TransactionReceipt receipt, IReadOnlyList<ContractFunction>? functions)
    {
        terminal.Fields(
            ("transaction", receipt.TransactionId.ToString()),
            ("block", $"{receipt.Height}, place {receipt.Index}"),
            ("status", receipt.Message.Length == 0 ? receipt.Status.ToString() : $"{receipt.Status}: {receipt.Message}"));
        for (var i = 0; i < receipt.Calls.Count; i++)
        {
            var call = receipt.Calls[i];
            if (call.Status == ReceiptStatus.Ok && call.Result.Length > 0)
            {
                terminal.Line($"result       {Text(Value(functions?[i], call.Result))}");
            }

            foreach (var e in call.Events)
            {
                terminal.Line($"event        {e.Contract}.{e.Name} {Convert.ToHexStringLower(e.Data.Span)}");
            }
        }
    }

    /// <summary>A result as its C# value where the function is known; otherwise its bytes.</summary>
    public static object? Value(ContractFunction? function, ReadOnlyMemory<byte> result) =>
        function == null ? result.ToArray() : ContractValueTypes.Decode(function.Result, result.Span);

    /// <summary>A value for people.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        long[] longs => string.Join(", ", longs),
        string[] texts => string.Join(", ", texts),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A value for machines: numbers as numbers, bytes as hexadecimal.</summary>
    public static JsonNode? Json(object? value) => value switch
    {
        null => null,
        bool b => b,
        int i => i,
        long l => l,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        long[] longs => new JsonArray([.. longs.Select(l => (JsonNode)l)]),
        string[] texts => new JsonArray([.. texts.Select(t => (JsonNode)t)]),
        _ => value.ToString(),
    };

    private static JsonObject CallJson(CallResult call, ContractFunction? function) => new()
    {
        ["status"] = call.Status.ToString(),
        ["message"] = call.Message,
        ["result"] = call.Status == ReceiptStatus.Ok ? Json(Value(function, call.Result)) : null,
        ["gasUsed"] = call.GasUsed,
        ["events"] = new JsonArray([.. call.Events.Select(e => (JsonNode)new JsonObject
        {
            ["contract"] = e.Contract,
            ["name"] = e.Name,
            ["data"] = Convert.ToHexStringLower(e.Data.Span),
        })]),
    };
}
