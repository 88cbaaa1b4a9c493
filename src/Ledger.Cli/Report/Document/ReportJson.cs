using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// A report as one JSON object: schema, report, title, subject, from, to, source, facts (by name), tables (by name, a list of
/// objects each), notes. Whole numbers are numbers up to 2^53 - 1 and texts beyond, as in all files of the market; times are
/// ISO 8601 with their offset. Pure.
/// </summary>
internal static class ReportJson
{
    /// <summary>What every reader of JSON takes exactly.</summary>
    private const long IntegerMax = (1L << 53) - 1;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report and a line feed.</summary>
    public static void Write(ReportData report, TextWriter output)
    {
        output.Write(ToJson(report).ToJsonString(Format));
        output.Write('\n');
        output.Flush();
    }

    /// <summary>The object.</summary>
    public static JsonObject ToJson(ReportData report)
    {
        var tables = new JsonObject();
        foreach (var table in report.Tables)
        {
            tables[table.Name] = new JsonArray([.. table.Rows.Select(row => (JsonNode)Row(table, row, report.Clock))]);
        }

        var facts = new JsonObject();
        foreach (var fact in report.Facts)
        {
            facts[fact.Column.Name] = Node(fact.Value, fact.Column.Unit, report.Clock);
        }

        return new JsonObject
        {
            ["schema"] = ReportData.Schema,
            ["report"] = report.Kind,
            ["title"] = report.Title,
            ["subject"] = report.Subject,
            ["from"] = report.Clock.Iso(report.From),
            ["to"] = report.Clock.Iso(report.To),
            ["source"] = report.Source,
            ["facts"] = facts,
            ["tables"] = tables,
            ["notes"] = new JsonArray([.. report.Notes.Select(n => (JsonNode)n)]),
        };
    }

    /// <summary>A value with times as texts and numbers as they are, for documents.</summary>
    public static object? Plain(object? value, ReportUnit unit, ReportClock clock) => value switch
    {
        null or string or bool => value,
        _ when unit == ReportUnit.Slot => clock.Iso((long)Quantity.Number(value)),
        _ when unit == ReportUnit.Moment => clock.IsoMilliseconds((long)Quantity.Number(value)),
        _ => Quantity.Number(value),
    };

    private static JsonObject Row(ReportTable table, IReadOnlyList<object?> row, ReportClock clock)
    {
        var json = new JsonObject();
        for (var i = 0; i < row.Count; i++)
        {
            json[table.Columns[i].Name] = Node(row[i], table.Columns[i].Unit, clock);
        }

        return json;
    }

    private static JsonNode? Node(object? value, ReportUnit unit, ReportClock clock) => Plain(value, unit, clock) switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        Int128 number when number <= IntegerMax && number >= -IntegerMax => JsonValue.Create((long)number),
        Int128 number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        var other => throw new InvalidOperationException($"a report holds no {other.GetType().Name}"),
    };
}
