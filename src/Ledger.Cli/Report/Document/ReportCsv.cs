using Ledger.Cli.Export;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// One table of a report by RFC 4180: a line of column names, CRLF, an empty field for null; whole numbers in the units that
/// the names end in, times by ISO 8601 with their offset. Pure.
/// </summary>
internal static class ReportCsv
{
    /// <summary>Writes a table.</summary>
    /// <param name="report">The report.</param>
    /// <param name="table">Its name; null for the first table.</param>
    /// <param name="output">Where it goes.</param>
    /// <exception cref="CommandException">There is no such table: bad input.</exception>
    public static void Write(ReportData report, string? table, TextWriter output)
    {
        var chosen = table == null
            ? report.Tables[0]
            : report.Tables.FirstOrDefault(t => t.Name == table) ?? throw CommandException.BadInput(
                $"the {report.Kind} report has no table '{table}'; there are {string.Join(", ", report.Tables.Select(t => t.Name))}");
        var csv = new CsvWriter(output);
        csv.Begin([.. chosen.Columns.Select(c => c.Name)]);
        foreach (var row in chosen.Rows)
        {
            csv.Row([.. row.Select((value, i) => ReportJson.Plain(value, chosen.Columns[i].Unit, report.Clock))]);
        }

        csv.Flush();
    }
}
