using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// What one participant has in the book on one side of one slot, so that no capacity is offered twice (M4). Immutable.
/// </summary>
public sealed class SideRecord : IRecord<SideRecord>
{
    /// <summary>Names every property.</summary>
    public SideRecord(int orders, long quantityWh)
    {
        Orders = orders;
        QuantityWh = quantityWh;
    }

    /// <summary>Orders so far, cancelled ones included.</summary>
    public int Orders { get; }

    /// <summary>Wh of the live orders.</summary>
    public long QuantityWh { get; }

    /// <inheritdoc/>
    public static SideRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new SideRecord(reader.Int(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Int(Orders).Long(QuantityWh);
}
