namespace Ledger.Simulation;

/// <summary>What came of a seed.</summary>
/// <param name="Seed">Which.</param>
/// <param name="Coverage">What it met.</param>
/// <param name="Failure">Why it failed; null when everything held.</param>
/// <param name="Trace">The steps, when they were asked for.</param>
/// <param name="Summary">How big the run was, in one line.</param>
internal sealed record SeedResult(
    ulong Seed, CoverageCounts Coverage, Exception? Failure, Trace Trace, string Summary);
