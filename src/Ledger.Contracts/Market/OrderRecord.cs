using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>An order of a slot's book. A cancelled one stays, so that its id is not used again. Immutable.</summary>
public sealed class OrderRecord : IRecord<OrderRecord>
{
    /// <summary>Unique in its slot.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who ordered.</summary>
    public required string Account { get; init; }

    /// <summary>Index of the participant.</summary>
    public required int Participant { get; init; }

    /// <summary>Whether it buys; otherwise it sells.</summary>
    public required bool IsBuy { get; init; }

    /// <summary>Wh, positive.</summary>
    public required long QuantityWh { get; init; }

    /// <summary>Limit price in µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>0-based order of acceptance within the slot.</summary>
    public required int Sequence { get; init; }

    /// <summary>Whether its owner took it back.</summary>
    public required bool IsCancelled { get; init; }

    /// <inheritdoc/>
    public static OrderRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new OrderRecord
        {
            OrderId = reader.Text(),
            Account = reader.Text(),
            Participant = reader.Int(),
            IsBuy = reader.Bool(),
            QuantityWh = reader.Long(),
            PriceMicro = reader.Long(),
            Sequence = reader.Int(),
            IsCancelled = reader.Bool(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(OrderId)
        .Text(Account)
        .Int(Participant)
        .Bool(IsBuy)
        .Long(QuantityWh)
        .Long(PriceMicro)
        .Int(Sequence)
        .Bool(IsCancelled);

    /// <summary>The same order, taken back.</summary>
    public OrderRecord Cancelled() => new()
    {
        OrderId = OrderId,
        Account = Account,
        Participant = Participant,
        IsBuy = IsBuy,
        QuantityWh = QuantityWh,
        PriceMicro = PriceMicro,
        Sequence = Sequence,
        IsCancelled = true,
    };
}
