using System.Globalization;
using System.Net;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// A report as one page that needs nothing else: no script, no font, no address outside. Everything that comes from the ledger
/// is escaped. The first row of a slot in the first table that has it carries the id <c>slot-SECONDS</c>, to which charts lead.
/// Pure.
/// </summary>
internal static class ReportHtml
{
    /// <summary>Nothing may be loaded, whatever a name on the ledger says.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>Texts longer than this are hashes and such.</summary>
    private const int PlainTextMax = 60;

    /// <summary>Writes the page.</summary>
    public static void Write(ReportData report, TextWriter output)
    {
        var clock = report.Clock;
        var period = $"{clock.Minute(report.From)} to {clock.Minute(report.To)}";
        output.Write(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n" +
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n" +
            $"<title>{Escape(report.Title)}, {Escape(report.Subject)}</title>\n<style>\n{ReportStyle.Sheet}\n</style>\n</head>\n<body>\n" +
            $"<header>\n<h1>{Escape(report.Title)}</h1>\n" +
            $"<p class=\"sub\">{Escape(report.Subject)}, {Escape(period)}</p>\n</header>\n<main>\n");
        WriteFacts(report, output);
        for (var i = 0; i < report.Charts.Count; i++)
        {
            SvgChart.Write(report.Charts[i], i + 1, clock, output);
        }

        var slots = new HashSet<long>();
        foreach (var table in report.Tables)
        {
            WriteTable(table, clock, slots, output);
        }

        foreach (var note in report.Notes)
        {
            output.Write($"<p class=\"note\">{Escape(note)}</p>\n");
        }

        output.Write($"</main>\n<footer><p>{Escape(report.Source)}</p></footer>\n</body>\n</html>\n");
        output.Flush();
    }

    private static void WriteFacts(ReportData report, TextWriter output)
    {
        output.Write("<dl>\n");
        foreach (var (column, value) in report.Facts)
        {
            var text = $"{Quantity.Text(value, column.Unit, report.Clock)} {Quantity.UnitOf(column.Unit)}".TrimEnd();
            output.Write($"<div><dt>{Escape(column.Heading)}</dt><dd>{Escape(value == null ? "none" : text)}</dd></div>\n");
        }

        output.Write("</dl>\n");
    }

    private static void WriteTable(ReportTable table, ReportClock clock, HashSet<long> slots, TextWriter output)
    {
        output.Write($"<h2>{Escape(table.Title)}</h2>\n");
        if (table.Note.Length > 0)
        {
            output.Write($"<p class=\"note\">{Escape(table.Note)}</p>\n");
        }

        if (table.Rows.Count == 0)
        {
            output.Write("<p class=\"none\">None in this period.</p>\n");
            return;
        }

        output.Write("<div class=\"wide\"><table>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            var unit = Quantity.UnitOf(column.Unit);
            var heading = Escape(column.Heading) + (unit.Length > 0 ? $"<br>{Escape(unit)}" : "");
            output.Write($"<th scope=\"col\"{Class(column.Unit, "")}>{heading}</th>");
        }

        output.Write("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            WriteRow(table, row, clock, slots, output);
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private static void WriteRow(
        ReportTable table, IReadOnlyList<object?> row, ReportClock clock, HashSet<long> slots, TextWriter output)
    {
        var slot = table.Columns[0].Unit == ReportUnit.Slot && row[0] is long start && slots.Add(start)
            ? string.Create(CultureInfo.InvariantCulture, $" id=\"slot-{start}\"")
            : "";
        output.Write($"<tr{slot}>");
        for (var i = 0; i < row.Count; i++)
        {
            var text = Quantity.Text(row[i], table.Columns[i].Unit, clock);
            output.Write($"<td{Class(table.Columns[i].Unit, text)}>{Escape(text)}</td>");
        }

        output.Write("</tr>\n");
    }

    private static string Class(ReportUnit unit, string text) =>
        Quantity.IsNumber(unit) ? " class=\"n\"" : text.Length > PlainTextMax ? " class=\"id\"" : "";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
