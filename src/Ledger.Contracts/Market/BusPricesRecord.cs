using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>Prices of the buses of a feeder in one slot (M7). Immutable.</summary>
public sealed class BusPricesRecord : IRecord<BusPricesRecord>
{
    /// <summary>Holds the prices; the array must not change any more.</summary>
    public BusPricesRecord(long[] priceMicro)
    {
        PriceMicro = priceMicro;
    }

    /// <summary>µ¤/kWh, in the order of the feeder's buses; one more for the transformer.</summary>
    public long[] PriceMicro { get; }

    /// <inheritdoc/>
    public static BusPricesRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new BusPricesRecord(reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Longs(PriceMicro);
}
