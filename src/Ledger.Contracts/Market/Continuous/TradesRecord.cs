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

    /// <summary>Its sequence.</summary>
    public required int TakerSequence { get; init; }

    /// <summary>Its owner.</summary>
    public required string TakerAccount { get; init; }

    /// <summary>Whether it buys.</summary>
    public required bool TakerIsBuy { get; init; }

    /// <summary>Its limit price at that moment, in µ¤/kWh.</summary>
    public required long TakerLimitMicro { get; init; }

    /// <summary>The orders that rested.</summary>
    public required string[] Makers { get; init; }

    /// <summary>The sequences that they had.</summary>
    public required long[] MakerSequences { get; init; }

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
            TakerSequence = reader.Int(),
            TakerAccount = reader.Text(),
            TakerIsBuy = reader.Bool(),
            TakerLimitMicro = reader.Long(),
            Makers = reader.Texts(),
            MakerSequences = reader.Longs(),
            MakerAccounts = reader.Texts(),
            QuantitiesWh = reader.Longs(),
            PricesMicro = reader.Longs(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Taker)
        .Int(TakerSequence)
        .Text(TakerAccount)
        .Bool(TakerIsBuy)
        .Long(TakerLimitMicro)
        .Texts(Makers)
        .Longs(MakerSequences)
        .Texts(MakerAccounts)
        .Longs(QuantitiesWh)
        .Longs(PricesMicro);
}
