namespace Ledger.Simulation;

/// <summary>A stage and the lines that act on it.</summary>
/// <param name="Line">Number of the line that sets the stage up, from 1.</param>
/// <param name="Open">The stage of a seed.</param>
/// <param name="Steps">In order.</param>
internal sealed record ScenarioCase(int Line, Func<ulong, ScenarioStage> Open, IReadOnlyList<ScenarioStep> Steps);
