namespace Ledger.Simulation;

/// <summary>A line that does something.</summary>
/// <param name="Pattern">Its form.</param>
/// <param name="Meaning">For the reader of README.md.</param>
/// <param name="Act">What it does.</param>
internal sealed record Phrase<TStage>(string Pattern, string Meaning, Action<TStage, StepArguments> Act)
    where TStage : ScenarioStage
{
    /// <summary>Its form, read.</summary>
    public StepPattern Form { get; } = new(Pattern);
}
