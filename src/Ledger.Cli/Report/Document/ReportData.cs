namespace Ledger.Cli.Report.Document;

/// <summary>
/// A report as plain data, from which all forms are written. Immutable. Two ways lead to one:
/// <list type="bullet">
/// <item>read it from a ledger: <c>MarketReader</c>, <c>GridReader</c>, <c>OriginReader</c>, or <c>BillReader</c> and then
/// <c>BillDocument.Of</c>, over <c>LedgerRecords</c> of an <c>IReportState</c>, which is a running node, a stopped one's directory, or
/// a ledger in memory: <c>new MarketReader(new LedgerRecords(new LocalReportState(ledger)))</c>;</item>
/// <item>make it from values that are at hand: fill tables and charts by hand.</item>
/// </list>
/// <see cref="ReportFolder.Write"/> writes pages and documents of several reports into a folder; <see cref="ReportHtml"/>,
/// <see cref="ReportJson"/> and <see cref="ReportCsv"/> write one to a stream.
/// </summary>
internal sealed record ReportData
{
    /// <summary>Version of the JSON form; grows when a field changes its meaning or goes.</summary>
    public const int Schema = 1;

    /// <summary>A word that names files: bill, market, grid, origin.</summary>
    public required string Kind { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>What the report is about, such as the account or the microgrid.</summary>
    public required string Subject { get; init; }

    /// <summary>First second of the period.</summary>
    public required long From { get; init; }

    /// <summary>First second behind it.</summary>
    public required long To { get; init; }

    /// <summary>In whose time all times are shown.</summary>
    public ReportClock Clock { get; init; } = ReportClock.Utc;

    /// <summary>Where it was read: height and header hash, or a sentence.</summary>
    public string Source { get; init; } = "";

    /// <summary>Sums and other single values.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The charts, above the tables.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>The tables; the first is the one that CSV has when none is named.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>Sentences about what the figures mean or lack.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
