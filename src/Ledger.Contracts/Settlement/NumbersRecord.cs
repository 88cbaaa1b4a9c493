using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>A row of numbers whose meaning the collection fixes. Immutable.</summary>
public sealed class NumbersRecord : IRecord<NumbersRecord>
{
    /// <summary>Holds the numbers; the array must not change any more.</summary>
    public NumbersRecord(long[] values)
    {
        Values = values;
    }

    /// <summary>The numbers.</summary>
    public long[] Values { get; }

    /// <inheritdoc/>
    public static NumbersRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new NumbersRecord(reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Longs(Values);
}
