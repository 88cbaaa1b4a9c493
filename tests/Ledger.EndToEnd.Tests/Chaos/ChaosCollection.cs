namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>Each of these tests needs the whole machine: they run one after another, and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosCollection
{
    public const string Name = "chaos";
}
