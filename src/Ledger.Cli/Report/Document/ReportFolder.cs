using Ledger.Cli.Export;

namespace Ledger.Cli.Report.Document;

/// <summary>
/// Several reports as files of a folder: <c>KIND.html</c>, <c>KIND.json</c> and, of each table, <c>KIND-TABLE.csv</c>. A file
/// appears once it is whole.
/// </summary>
internal static class ReportFolder
{
    /// <summary>Writes all files; the folder is made when it is not there, and files of the same names are replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="reports">Reports of different kinds.</param>
    /// <returns>The paths that were written.</returns>
    /// <exception cref="CommandException">A file cannot be made: bad input.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<ReportData> reports)
    {
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach (var report in reports)
        {
            Save($"{report.Kind}.html", output => ReportHtml.Write(report, output));
            Save($"{report.Kind}.json", output => ReportJson.Write(report, output));
            foreach (var table in report.Tables)
            {
                Save($"{report.Kind}-{table.Name}.csv", output => ReportCsv.Write(report, table.Name, output));
            }
        }

        return paths;

        void Save(string name, Action<TextWriter> write)
        {
            var path = Path.Combine(folder, name);
            using var file = new ExportFile(path);
            write(file.Writer);
            file.Complete();
            paths.Add(path);
        }
    }
}
