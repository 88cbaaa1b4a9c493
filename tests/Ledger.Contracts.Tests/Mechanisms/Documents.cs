using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>JSON to documents and back, for tests; the command has its own encoder.</summary>
internal static class Documents
{
    private const long JsonIntegerMax = (1L << 53) - 1;

    public static DocumentNode FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => DocumentNode.Null(),
        JsonValueKind.True => DocumentNode.Of(true),
        JsonValueKind.False => DocumentNode.Of(false),
        JsonValueKind.Number => DocumentNode.Of(Int128.Parse(json.GetRawText(), CultureInfo.InvariantCulture)),
        JsonValueKind.String => DocumentNode.Of(json.GetString()!),
        JsonValueKind.Array => json.EnumerateArray().Aggregate(
            DocumentNode.List(), (list, item) => list.Add(FromJson(item))),
        _ => json.EnumerateObject().Aggregate(
            DocumentNode.Object(), (node, field) => node.With(field.Name, FromJson(field.Value))),
    };

    public static DocumentNode Parse(string json) => FromJson(JsonDocument.Parse(json).RootElement);

    public static JsonNode? ToJson(DocumentNode node)
    {
        switch (node.Kind)
        {
            case DocumentKind.Null:
                return null;
            case DocumentKind.True or DocumentKind.False:
                return JsonValue.Create(node.Kind == DocumentKind.True);
            case DocumentKind.Text:
                return JsonValue.Create(node.AsText());
            case DocumentKind.Long or DocumentKind.Wide:
                var number = node.AsNumber();
                return number >= -JsonIntegerMax && number <= JsonIntegerMax
                    ? JsonValue.Create((long)number)
                    : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
            case DocumentKind.List:
                return new JsonArray(Enumerable.Range(0, node.Count).Select(i => ToJson(node.At(i))).ToArray());
            default:
                return new JsonObject(Enumerable.Range(0, node.Count).Select(
                    i => KeyValuePair.Create(node.NameAt(i), ToJson(node.At(i)))));
        }
    }

    /// <summary>Runs a calculation as the contract does: through the encoding, both ways.</summary>
    public static DocumentNode Run(string name, DocumentNode input) =>
        DocumentCodec.Decode(new CalculatorContract().Run(
            new Harness.TestContext(null!, null!, "calculator", null!), name, DocumentCodec.Encode(input)));

    public static DocumentNode Run(string name, string json) => Run(name, Parse(json));
}
