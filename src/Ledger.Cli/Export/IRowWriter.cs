namespace Ledger.Cli.Export;

/// <summary>
/// Takes rows of named columns. Values are null, <c>bool</c>, integers, <c>string</c> or JSON. Nothing is held back but a
/// small buffer.
/// </summary>
internal interface IRowWriter
{
    /// <summary>Says the columns; once, first.</summary>
    void Begin(IReadOnlyList<string> columns);

    /// <summary>One row, with a value for each column.</summary>
    void Row(IReadOnlyList<object?> values);

    /// <summary>Writes what is buffered.</summary>
    void Flush();
}
