using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Market;

/// <summary>
/// Where two JSON values differ, by path. The order of fields means nothing; a whole number may be written as a number or
/// as a text of its digits.
/// </summary>
internal static class JsonDifference
{
    /// <summary>Most differences that are listed.</summary>
    public const int ListMax = 100;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends a line for each difference.</summary>
    public static void Find(string path, JsonNode? expected, JsonNode? computed, List<string> found)
    {
        if (found.Count >= ListMax)
        {
            return;
        }

        if (expected is JsonObject left && computed is JsonObject right)
        {
            FindInFields(path, left, right, found);
        }
        else if (expected is JsonArray items && computed is JsonArray others)
        {
            FindInItems(path, items, others, found);
        }
        else if (!AreSame(expected, computed))
        {
            found.Add($"{path}: the file has {Write(expected)}, computed {Write(computed)}");
        }
    }

    private static void FindInFields(string path, JsonObject expected, JsonObject computed, List<string> found)
    {
        foreach (var (name, value) in expected)
        {
            if (computed.TryGetPropertyValue(name, out var other))
            {
                Find($"{path}.{name}", value, other, found);
            }
            else
            {
                found.Add($"{path}.{name}: the file has {Write(value)}, computed has no such field");
            }
        }

        foreach (var (name, value) in computed)
        {
            if (!expected.ContainsKey(name))
            {
                found.Add($"{path}.{name}: the file has no such field, computed {Write(value)}");
            }
        }
    }

    private static void FindInItems(string path, JsonArray expected, JsonArray computed, List<string> found)
    {
        for (var i = 0; i < Math.Min(expected.Count, computed.Count); i++)
        {
            Find($"{path}[{i}]", expected[i], computed[i], found);
        }

        if (expected.Count != computed.Count)
        {
            found.Add($"{path}: the file has {expected.Count} items, computed {computed.Count}");
        }
    }

    private static bool AreSame(JsonNode? left, JsonNode? right) =>
        left?.GetValueKind() != right?.GetValueKind() && Number(left) is { } a && Number(right) is { } b
            ? a == b
            : JsonNode.DeepEquals(left, right);

    private static Int128? Number(JsonNode? node)
    {
        var text = node?.GetValueKind() switch
        {
            JsonValueKind.Number => node.ToJsonString(),
            JsonValueKind.String => node.GetValue<string>(),
            _ => null,
        };
        return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static string Write(JsonNode? node) => node?.ToJsonString(Compact) ?? "null";
}
