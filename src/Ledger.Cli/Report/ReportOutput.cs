using Ledger.Cli.Export;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Document;

namespace Ledger.Cli.Report;

/// <summary>Writes a report to where the command line says.</summary>
internal static class ReportOutput
{
    /// <summary>Writes it; a file appears once it is whole, and one line says so.</summary>
    public static void Write(ReportData report, ReportRequest request, Terminal terminal)
    {
        if (request.Output == null)
        {
            Write(report, request, terminal, terminal.Out);
            return;
        }

        using var file = new ExportFile(request.Output);
        Write(report, request, terminal, file.Writer);
        file.Complete();
        terminal.Line($"{report.Title} of {report.Subject}: {report.Tables[0].Rows.Count} rows in {request.Output}");
    }

    private static void Write(ReportData report, ReportRequest request, Terminal terminal, TextWriter output)
    {
        switch (request.Format)
        {
            case ReportFormat.Csv:
                ReportCsv.Write(report, request.Table, output);
                break;
            case ReportFormat.Json:
                ReportJson.Write(report, output);
                break;
            case ReportFormat.Html:
                ReportHtml.Write(report, output);
                break;
            default:
                Summary(report, terminal);
                break;
        }
    }

    private static void Summary(ReportData report, Terminal terminal)
    {
        terminal.Line($"{report.Title} of {report.Subject}, {report.Clock.Minute(report.From)} to {report.Clock.Minute(report.To)}");
        terminal.Fields([.. report.Facts.Select(f => (f.Column.Heading, f.Value == null ? "none" : Text(f, report.Clock)))]);
        foreach (var note in report.Notes)
        {
            terminal.Line(note);
        }

        terminal.Line($"{report.Source} {report.Tables[0].Rows.Count} rows: see --html, --json or --csv.");
    }

    private static string Text(ReportFact fact, ReportClock clock) =>
        $"{Quantity.Text(fact.Value, fact.Column.Unit, clock)} {Quantity.UnitOf(fact.Column.Unit)}".TrimEnd();
}
