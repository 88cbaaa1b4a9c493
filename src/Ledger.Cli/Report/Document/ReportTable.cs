namespace Ledger.Cli.Report.Document;

/// <summary>A table of a report. Immutable.</summary>
/// <param name="Name">In CSV and JSON: stable, in camel case.</param>
/// <param name="Title">For people.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">
/// One value for each column: a <c>string</c>, <c>long</c>, <c>int</c>, <c>Int128</c> or <c>bool</c> as the column's unit
/// says, or null where there is none. Never a floating-point number.
/// </param>
/// <param name="Note">A sentence below the title; may be empty.</param>
internal sealed record ReportTable(
    string Name, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows,
    string Note = "");
