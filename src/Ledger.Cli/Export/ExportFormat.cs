namespace Ledger.Cli.Export;

/// <summary>Spelling of an export.</summary>
internal enum ExportFormat
{
    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>RFC 4180, with a header line.</summary>
    Csv,
}
