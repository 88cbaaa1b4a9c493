namespace Ledger.Simulation;

/// <summary>A line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">As written, without the comment.</param>
/// <param name="IsExpectation">Whether it only looks.</param>
/// <param name="Act">What it does.</param>
internal sealed record ScenarioStep(int Line, string Text, bool IsExpectation, Action<ScenarioStage> Act);
