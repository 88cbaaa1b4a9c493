namespace Ledger.Simulation;

/// <summary>What may stand behind <c>expect</c>, <c>expect not</c> and <c>run until</c>.</summary>
/// <param name="Pattern">Its form.</param>
/// <param name="Meaning">For the reader of README.md.</param>
/// <param name="Flaw">What is so instead; null when the condition holds.</param>
internal sealed record Condition<TStage>(string Pattern, string Meaning, Func<TStage, StepArguments, string?> Flaw)
    where TStage : ScenarioStage
{
    /// <summary>Its form, read.</summary>
    public StepPattern Form { get; } = new(Pattern);
}
