using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Chaincode;

namespace Ledger.Cli.Market;

/// <summary>
/// JSON to the documents that the contract <c>calculator</c> takes, and back (docs/market.md, "The document encoding").
/// Pure.
/// </summary>
internal static class CaseEncoding
{
    private const int KindNull = 0;
    private const int KindFalse = 1;
    private const int KindTrue = 2;
    private const int KindLong = 3;
    private const int KindWide = 4;
    private const int KindText = 5;
    private const int KindList = 6;
    private const int KindObject = 7;
    private const int KindBase = 16;

    /// <summary>Whole numbers up to here are numbers in JSON, larger ones texts.</summary>
    private const long JsonIntegerMax = (1L << 53) - 1;

    /// <exception cref="FormatException">A number is not whole, or beyond 127 bits.</exception>
    public static byte[] Encode(JsonNode root)
    {
        var names = new List<string>();
        Collect(root, names);
        var indices = names.Select((name, index) => (name, index)).ToDictionary(p => p.name, p => p.index);
        var writer = new RecordWriter().Texts([.. names]);
        Write(writer, root, 0, indices);
        return writer.ToArray();
    }

    public static JsonNode? Decode(byte[] bytes)
    {
        var reader = new RecordReader(bytes);
        var names = reader.Texts();
        var node = Read(reader, reader.Int() % KindBase, names);
        reader.End();
        return node;
    }

    private static void Collect(JsonNode? node, List<string> names)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                if (!names.Contains(name))
                {
                    names.Add(name);
                }

                Collect(value, names);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Collect(item, names);
            }
        }
    }

    private static void Write(RecordWriter writer, JsonNode? node, int name, Dictionary<string, int> names)
    {
        void Head(int kind) => writer.Int(kind + (KindBase * name));
        switch (node)
        {
            case null:
                Head(KindNull);
                break;
            case JsonArray items:
                Head(KindList);
                writer.Int(items.Count);
                foreach (var item in items)
                {
                    Write(writer, item, 0, names);
                }

                break;
            case JsonObject fields:
                Head(KindObject);
                writer.Int(fields.Count);
                foreach (var (field, value) in fields)
                {
                    Write(writer, value, names[field], names);
                }

                break;
            default:
                WriteValue(writer, node, Head);
                break;
        }
    }

    private static void WriteValue(RecordWriter writer, JsonNode node, Action<int> head)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                head(KindTrue);
                break;
            case JsonValueKind.False:
                head(KindFalse);
                break;
            case JsonValueKind.String:
                head(KindText);
                writer.Text(node.GetValue<string>());
                break;
            default:
                if (!Int128.TryParse(
                    node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    throw new FormatException($"{node.GetPath()} is not a whole number of 127 bits");
                }

                var isLong = number >= long.MinValue && number <= long.MaxValue;
                head(isLong ? KindLong : KindWide);
                _ = isLong ? writer.Long((long)number) : writer.Int128(number);
                break;
        }
    }

    private static JsonNode? Read(RecordReader reader, int kind, string[] names)
    {
        switch (kind)
        {
            case KindNull:
                return null;
            case KindFalse or KindTrue:
                return JsonValue.Create(kind == KindTrue);
            case KindLong:
                return Number(reader.Long());
            case KindWide:
                return Number(reader.Int128());
            case KindText:
                return JsonValue.Create(reader.Text());
            case KindList:
                var items = new JsonArray();
                for (var left = reader.Int(); left > 0; left--)
                {
                    items.Add(Read(reader, reader.Int() % KindBase, names));
                }

                return items;
            case KindObject:
                var fields = new JsonObject();
                for (var left = reader.Int(); left > 0; left--)
                {
                    var head = reader.Int();
                    fields.Add(names[head / KindBase], Read(reader, head % KindBase, names));
                }

                return fields;
            default:
                throw new FormatException($"the contract answered with an unknown kind of value, {kind}");
        }
    }

    private static JsonValue Number(Int128 number) => number >= -JsonIntegerMax && number <= JsonIntegerMax
        ? JsonValue.Create((long)number)
        : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
}
