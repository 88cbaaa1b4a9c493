using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// What rests of an order in a slot's continuous book. Its key is built of market, slot, side, price (negated for a buy
/// order) and sequence, so that the state keeps each side with its best order first. Immutable.
/// </summary>
public sealed class RestingRecord : IRecord<RestingRecord>
{
    /// <summary>Names every property.</summary>
    public RestingRecord(string orderId, string account, long priceMicro, int sequence, long leftWh)
    {
        OrderId = orderId;
        Account = account;
        PriceMicro = priceMicro;
        Sequence = sequence;
        LeftWh = leftWh;
    }

    /// <summary>The order.</summary>
    public string OrderId { get; }

    /// <summary>Whose it is.</summary>
    public string Account { get; }

    /// <summary>Its limit price, at which it trades, in µ¤/kWh.</summary>
    public long PriceMicro { get; }

    /// <summary>Its place among orders of the same price.</summary>
    public int Sequence { get; }

    /// <summary>Wh that have not traded, positive.</summary>
    public long LeftWh { get; }

    /// <inheritdoc/>
    public static RestingRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new RestingRecord(reader.Text(), reader.Text(), reader.Long(), reader.Int(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Text(OrderId).Text(Account).Long(PriceMicro).Int(Sequence).Long(LeftWh);

    /// <summary>The same order with another rest.</summary>
    public RestingRecord WithLeft(long leftWh) => new(OrderId, Account, PriceMicro, Sequence, leftWh);
}
