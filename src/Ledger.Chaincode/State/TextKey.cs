namespace Ledger.Chaincode;

/// <summary>A key of one text.</summary>
/// <param name="Value">The text.</param>
public readonly record struct TextKey(string Value) : IRecordKey<TextKey>
{
    /// <summary>The text as a key.</summary>
    public static implicit operator TextKey(string value) => new(value);

    /// <inheritdoc/>
    public static TextKey Read(KeyReader reader) => new(reader.Text());

    /// <inheritdoc/>
    public StateKey AppendTo(StateKey prefix) => prefix.And(Value);
}
