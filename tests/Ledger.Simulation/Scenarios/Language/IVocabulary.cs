namespace Ledger.Simulation;

/// <summary>The lines that a kind of stage understands.</summary>
internal interface IVocabulary
{
    /// <summary>All of them, for the documentation: form and meaning.</summary>
    IEnumerable<(string Pattern, string Meaning)> Entries { get; }

    /// <summary>The stage that a line sets up; null when the line does not set one up.</summary>
    Func<ulong, ScenarioStage>? Open(string[] words);

    /// <summary>What a line does on such a stage; null when it is not understood.</summary>
    Action<ScenarioStage>? Bind(string[] words);
}
