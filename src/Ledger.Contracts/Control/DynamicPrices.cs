using Ledger.Chaincode;

namespace Ledger.Contracts.Control;

/// <summary>Published dynamic prices of a slot, one for each of <see cref="Origins"/>. Immutable.</summary>
public sealed class DynamicPrices : IRecord<DynamicPrices>
{
    /// <summary>Holds the prices; the array must not change any more.</summary>
    public DynamicPrices(long[] priceMicro)
    {
        PriceMicro = priceMicro;
    }

    /// <summary>µ¤/kWh.</summary>
    public long[] PriceMicro { get; }

    /// <inheritdoc/>
    public static DynamicPrices Decode(RecordReader reader)
    {
        reader.Int();
        return new DynamicPrices(reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Longs(PriceMicro);
}
