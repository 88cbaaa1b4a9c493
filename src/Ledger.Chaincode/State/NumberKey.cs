namespace Ledger.Chaincode;

/// <summary>A key of one number.</summary>
/// <param name="Value">The number.</param>
public readonly record struct NumberKey(long Value) : IRecordKey<NumberKey>
{
    /// <summary>The number as a key.</summary>
    public static implicit operator NumberKey(long value) => new(value);

    /// <inheritdoc/>
    public static NumberKey Read(KeyReader reader) => new(reader.Number());

    /// <inheritdoc/>
    public StateKey AppendTo(StateKey prefix) => prefix.And(Value);
}
