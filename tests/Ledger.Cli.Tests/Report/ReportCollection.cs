namespace Ledger.Cli.Tests.Report;

/// <summary>Tests that share one ledger in memory, one after another; who changes a record puts it back.</summary>
[CollectionDefinition(Name)]
public sealed class ReportCollection : ICollectionFixture<ReportLedger>
{
    public const string Name = "report ledger";
}
