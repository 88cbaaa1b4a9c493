namespace Ledger.EndToEnd.Tests;

/// <summary>Tests that share the one demo network; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoNetwork>
{
    public const string Name = "demo network";
}
