using System.Text.Json.Nodes;
using Ledger.Client;

namespace Ledger.Cli.Output;

/// <summary>Records of evidence with the judgement on them, as text and JSON.</summary>
internal static class EvidenceView
{
    public static void Write(
        Terminal terminal, IReadOnlyList<(string Node, EvidenceRecord Record, string? Flaw)> records, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(new JsonArray([.. records.Select(r => (JsonNode)ToJson(r.Node, r.Record, r.Flaw))]));
            return;
        }

        if (records.Count == 0)
        {
            terminal.Line("no evidence");
        }

        foreach (var (node, record, flaw) in records)
        {
            terminal.Fields(
                ("validator", record.Validator),
                ("key", Convert.ToHexStringLower(record.PublicKey.Span)),
                ("what", $"two {record.Kind} messages"),
                ("where", $"view {record.View}, height {record.Height}, epoch {record.Epoch}"),
                ("kept by", node),
                ("first", Convert.ToHexStringLower(record.First.Span)),
                ("second", Convert.ToHexStringLower(record.Second.Span)),
                ("proof", flaw == null ? "both signatures hold" : $"proves nothing: {flaw}"));
            terminal.Line("");
        }
    }

    private static JsonObject ToJson(string node, EvidenceRecord record, string? flaw) => new()
    {
        ["validator"] = record.Validator,
        ["publicKey"] = Convert.ToHexStringLower(record.PublicKey.Span),
        ["kind"] = record.Kind,
        ["view"] = record.View.Value,
        ["height"] = record.Height.Value,
        ["epoch"] = record.Epoch.ToString(),
        ["node"] = node,
        ["first"] = Convert.ToHexStringLower(record.First.Span),
        ["second"] = Convert.ToHexStringLower(record.Second.Span),
        ["proven"] = flaw == null,
        ["flaw"] = flaw,
    };
}
