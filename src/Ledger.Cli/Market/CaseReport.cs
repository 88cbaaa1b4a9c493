namespace Ledger.Cli.Market;

/// <summary>What a file of cases came to.</summary>
/// <param name="Json">The file with computed results.</param>
/// <param name="Differences">One line each.</param>
/// <param name="Passed">Cases that were computed and do not differ.</param>
/// <param name="Failed">The others.</param>
internal sealed record CaseReport(string Json, IReadOnlyList<string> Differences, int Passed, int Failed);
