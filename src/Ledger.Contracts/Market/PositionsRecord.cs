using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// What clearing left each participant with, seven numbers each in the order of their index; at most 56 KB. Immutable.
/// </summary>
public sealed class PositionsRecord : IRecord<PositionsRecord>
{
    /// <summary>
    /// Numbers per participant: matched purchase, matched sale, unmatched bid, unmatched offer (Wh), paid for the
    /// purchase, received for the sale, transport fee of the purchase (n¤).
    /// </summary>
    public const int Columns = 7;

    /// <summary>Holds the numbers; the array must not change any more.</summary>
    public PositionsRecord(long[] values)
    {
        Values = values;
    }

    /// <summary>All numbers, participant by participant.</summary>
    public long[] Values { get; }

    /// <inheritdoc/>
    public static PositionsRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new PositionsRecord(reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(2).Longs(Values);
}
