using Ledger.Chaincode;

namespace Ledger.Contracts.Control;

/// <summary>Lowest and highest dynamic price of each energy type of a microgrid, µ¤/kWh. Immutable.</summary>
public sealed class PriceBand : IRecord<PriceBand>
{
    /// <summary>Names both columns, one number for each of <see cref="Origins"/>.</summary>
    public PriceBand(long[] minMicro, long[] maxMicro)
    {
        MinMicro = minMicro;
        MaxMicro = maxMicro;
    }

    /// <summary>Lowest prices.</summary>
    public long[] MinMicro { get; }

    /// <summary>Highest prices.</summary>
    public long[] MaxMicro { get; }

    /// <inheritdoc/>
    public static PriceBand Decode(RecordReader reader)
    {
        reader.Int();
        return new PriceBand(reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Longs(MinMicro).Longs(MaxMicro);
}
