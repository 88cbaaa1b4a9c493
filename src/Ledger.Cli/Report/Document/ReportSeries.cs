namespace Ledger.Cli.Report.Document;

/// <summary>The values of one line or colour of a chart. Immutable.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">One for each label of the chart, whole numbers in the chart's unit; null where there is none.</param>
internal sealed record ReportSeries(string Name, IReadOnlyList<Int128?> Values);
