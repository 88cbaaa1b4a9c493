namespace Ledger.Cli.Export;

/// <summary>What the rows of an export are.</summary>
internal enum ExportKind
{
    /// <summary>One row for each block.</summary>
    Blocks,

    /// <summary>One row for each transaction.</summary>
    Transactions,

    /// <summary>One row for each event.</summary>
    Events,
}
