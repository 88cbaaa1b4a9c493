using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Export;

/// <summary>One JSON object a line, its members in the order of the columns.</summary>
internal sealed class JsonlWriter(TextWriter output) : IRowWriter
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private IReadOnlyList<string> _columns = [];

    public void Begin(IReadOnlyList<string> columns) => _columns = columns;

    public void Row(IReadOnlyList<object?> values)
    {
        var row = new JsonObject();
        for (var i = 0; i < _columns.Count; i++)
        {
            row[_columns[i]] = values[i] switch
            {
                null => null,
                JsonNode node => node,
                bool b => b,
                ulong number => number,
                uint number => number,
                int number => number,
                _ => JsonValue.Create(values[i]!.ToString()),
            };
        }

        output.Write(row.ToJsonString(Format));
        output.Write('\n');
    }

    public void Flush() => output.Flush();
}
