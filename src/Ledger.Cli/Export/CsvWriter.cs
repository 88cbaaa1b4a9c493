using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Export;

/// <summary>
/// RFC 4180: a header line, CRLF at the end of each record, quotes around fields that need them. Null is an empty field;
/// JSON is one field of text.
/// </summary>
internal sealed class CsvWriter(TextWriter output) : IRowWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin(IReadOnlyList<string> columns) => Row([.. columns]);

    public void Row(IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                output.Write(',');
            }

            Field(TextOf(values[i]));
        }

        output.Write("\r\n");
    }

    public void Flush() => output.Flush();

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool b => b ? "true" : "false",
        JsonNode node => node.ToJsonString(Format),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Field(string text)
    {
        if (text.AsSpan().IndexOfAny(NeedsQuotes) < 0)
        {
            output.Write(text);
            return;
        }

        output.Write('"');
        output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write('"');
    }
}
