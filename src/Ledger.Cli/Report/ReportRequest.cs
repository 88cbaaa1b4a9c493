namespace Ledger.Cli.Report;

/// <summary>What a command line asks for. Immutable.</summary>
/// <param name="From">First slot, as it was written.</param>
/// <param name="To">First slot behind the period.</param>
/// <param name="Microgrid">The microgrid, or null.</param>
/// <param name="Format">The form.</param>
/// <param name="Table">The table, or null.</param>
/// <param name="Output">The file, or null.</param>
internal sealed record ReportRequest(
    string From, string To, string? Microgrid, ReportFormat Format, string? Table, string? Output);
