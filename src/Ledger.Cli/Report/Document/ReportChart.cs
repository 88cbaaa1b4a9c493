namespace Ledger.Cli.Report.Document;

/// <summary>A chart of a report. Immutable.</summary>
/// <param name="Title">For people.</param>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Unit">Unit of all values.</param>
/// <param name="Labels">What the values stand for along the axis, one each: <c>long</c> for slots, else texts.</param>
/// <param name="Series">At most <see cref="SeriesMax"/>, drawn in this order.</param>
internal sealed record ReportChart(
    string Title, string Description, ReportChartKind Kind, ReportUnit Unit, IReadOnlyList<object> Labels,
    IReadOnlyList<ReportSeries> Series)
{
    /// <summary>As many as can be told apart by colour.</summary>
    public const int SeriesMax = 8;
}
