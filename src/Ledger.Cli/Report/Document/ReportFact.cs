namespace Ledger.Cli.Report.Document;

/// <summary>A single value of a report, such as a sum. Immutable.</summary>
/// <param name="Column">Its name and unit.</param>
/// <param name="Value">As in <see cref="ReportTable.Rows"/>.</param>
internal sealed record ReportFact(ReportColumn Column, object? Value);
