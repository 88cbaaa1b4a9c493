namespace Ledger.Cli.Report.Document;

/// <summary>A column of a table, or the name of a single value. Immutable.</summary>
/// <param name="Name">In CSV and JSON: stable, in camel case, ending in its unit.</param>
/// <param name="Heading">For people.</param>
/// <param name="Unit">What the values are.</param>
internal sealed record ReportColumn(string Name, string Heading, ReportUnit Unit = ReportUnit.Text);
