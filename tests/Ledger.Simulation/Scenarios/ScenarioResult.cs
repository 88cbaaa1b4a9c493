namespace Ledger.Simulation;

/// <summary>What came of a scenario.</summary>
/// <param name="Title">The section of the paper, or the pitfall.</param>
/// <param name="Seed">Decides what the scenario leaves open.</param>
/// <param name="Failure"><c>file:line: step: what is so instead</c>; null when everything is as expected.</param>
/// <param name="Trace">What happened, of all cases up to the failure.</param>
internal sealed record ScenarioResult(string Title, ulong Seed, string? Failure, IReadOnlyList<string> Trace);
