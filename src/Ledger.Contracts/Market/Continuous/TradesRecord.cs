using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// The trades of one order at the moment when it came: columns of equal length, in the order in which they were made, at
/// most <see cref="MarketLimits.TradesPerOrderMax"/>. Its key is built of market, slot and the order's sequence. Immutable.
/// </summary>
public sealed class TradesRecord : IRecord<TradesRecord>
{
    /// <summary>The order that came.</summary>
    public required string Taker { get; init; }

    /// <summary>Its owner.</summary>
    public required string TakerAccount { get; init; }

    /// <summary>Whether it buys.</summary>
    public required bool TakerIsBuy { get; init; }

    /// <summary>Its limit price at that moment, in µ¤/kWh.</summary>
    public required long TakerLimitMicro { get; init; }

    /// <summary>The orders that rested.</summary>
    public required string[] Makers { get; init; }

    /// <summary>Their owners.</summary>
    public required string[] MakerAccounts { get; init; }

    /// <summary>Wh of each trade, positive.</summary>
    public required long[] QuantitiesWh { get; init; }

    /// <summary>Price of each trade, the limit of the order that rested, in µ¤/kWh.</summary>
    public required long[] PricesMicro { get; init; }

    /// <inheritdoc/>
    public static TradesRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new TradesRecord
        {
            Taker = reader.Text(),
            TakerAccount = reader.Text(),
            TakerIsBuy = reader.Bool(),
            TakerLimitMicro = reader.Long(),
            Makers = reader.Texts(),
            MakerAccounts = reader.Texts(),
            QuantitiesWh = reader.Longs(),
            PricesMicro = reader.Longs(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Taker)
        .Text(TakerAccount)
        .Bool(TakerIsBuy)
        .Long(TakerLimitMicro)
        .Texts(Makers)
        .Texts(MakerAccounts)
        .Longs(QuantitiesWh)
        .Longs(PricesMicro);
}
