namespace Ledger.Cli.Report;

/// <summary>In which form a report is written.</summary>
internal enum ReportFormat
{
    /// <summary>The sums, for a terminal.</summary>
    Summary,

    /// <summary>One table by RFC 4180.</summary>
    Csv,

    /// <summary>One object.</summary>
    Json,

    /// <summary>A page.</summary>
    Html,
}
