using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>An order of a slot's book. A cancelled one stays, so that its id is not used again.</summary>
public sealed class OrderRecord : IRecord<OrderRecord>
{
    /// <summary>Unique in its slot; of a market below when <see cref="Source"/> says so.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who ordered.</summary>
    public required string Account { get; init; }

    /// <summary>Index of the participant in its microgrid.</summary>
    public required int Participant { get; init; }

    /// <summary>Whether it buys; otherwise it sells.</summary>
    public required bool IsBuy { get; init; }

    /// <summary>Wh, positive.</summary>
    public required long QuantityWh { get; set; }

    /// <summary>Limit price in µ¤/kWh.</summary>
    public required long PriceMicro { get; set; }

    /// <summary>0-based order of acceptance within the slot; a new one when amended.</summary>
    public required int Sequence { get; set; }

    /// <summary>Whether its owner took it back.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>A block order trades at least so much or not at all (M17); 0 for any part.</summary>
    public long LeastWh { get; init; }

    /// <summary>Set of origins: of a sell order the one it has, of a buy order those it accepts (M12).</summary>
    public int OriginSet { get; init; } = Origins.Any;

    /// <summary>The market below that sent it up (M8); empty for orders of this market.</summary>
    public string Source { get; init; } = "";

    /// <summary>What a buy order that came up pays for transport, in µ¤/kWh.</summary>
    public long LevelFeeMicro { get; init; }

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
            LeastWh = reader.Long(),
            OriginSet = reader.Int(),
            Source = reader.Text(),
            LevelFeeMicro = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(2)
        .Text(OrderId)
        .Text(Account)
        .Int(Participant)
        .Bool(IsBuy)
        .Long(QuantityWh)
        .Long(PriceMicro)
        .Int(Sequence)
        .Bool(IsCancelled)
        .Long(LeastWh)
        .Int(OriginSet)
        .Text(Source)
        .Long(LevelFeeMicro);
}
