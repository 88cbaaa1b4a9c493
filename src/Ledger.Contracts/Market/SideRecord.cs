using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>How many orders a participant has placed on one side of one slot, cancelled ones included. Immutable.</summary>
public sealed class SideRecord : IRecord<SideRecord>
{
    /// <summary>Names the property.</summary>
    public SideRecord(int orders)
    {
        Orders = orders;
    }

    /// <summary>Orders so far.</summary>
    public int Orders { get; }

    /// <inheritdoc/>
    public static SideRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new SideRecord(reader.Int());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(2).Int(Orders);
}
