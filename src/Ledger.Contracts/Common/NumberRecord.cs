using Ledger.Chaincode;

namespace Ledger.Contracts;

/// <summary>One number whose meaning the collection fixes, such as a counter. Immutable.</summary>
public sealed class NumberRecord : IRecord<NumberRecord>
{
    /// <summary>Holds the number.</summary>
    public NumberRecord(long value)
    {
        Value = value;
    }

    /// <summary>The number.</summary>
    public long Value { get; }

    /// <inheritdoc/>
    public static NumberRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new NumberRecord(reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(Value);
}
