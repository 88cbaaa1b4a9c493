namespace Ledger.Simulation;

/// <summary>A scenario file, read and understood. Immutable; may run any number of times.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Title">The section of the paper, or the pitfall.</param>
/// <param name="Cases">What happens, each case on a new stage.</param>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<ScenarioCase> Cases);
