namespace Ledger.Simulation;

/// <summary>A scenario file is wrong, or what it expects is not so. The runner adds file and line.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
