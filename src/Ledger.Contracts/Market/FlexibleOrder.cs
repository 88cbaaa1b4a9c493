using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// An order of a shiftable load (M17): so much energy within a window of slots. Each slot of the window, when it is
/// cleared, bids for what is still missing; only the last one leaves an unmatched rest to the main grid.
/// </summary>
public sealed class FlexibleOrder : IRecord<FlexibleOrder>
{
    /// <summary>Unique in its market.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who ordered.</summary>
    public required string Account { get; init; }

    /// <summary>Index of the participant.</summary>
    public required int Participant { get; init; }

    /// <summary>First slot of the window.</summary>
    public required long FromSlot { get; init; }

    /// <summary>Last slot of the window.</summary>
    public required long ToSlot { get; init; }

    /// <summary>Most Wh of one slot.</summary>
    public required long PerSlotWh { get; init; }

    /// <summary>Limit price in µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Wh that are still to be bought; 0 when done or cancelled.</summary>
    public required long LeftWh { get; set; }

    /// <inheritdoc/>
    public static FlexibleOrder Decode(RecordReader reader)
    {
        reader.Int();
        return new FlexibleOrder
        {
            OrderId = reader.Text(),
            Account = reader.Text(),
            Participant = reader.Int(),
            FromSlot = reader.Long(),
            ToSlot = reader.Long(),
            PerSlotWh = reader.Long(),
            PriceMicro = reader.Long(),
            LeftWh = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(OrderId)
        .Text(Account)
        .Int(Participant)
        .Long(FromSlot)
        .Long(ToSlot)
        .Long(PerSlotWh)
        .Long(PriceMicro)
        .Long(LeftWh);
}
