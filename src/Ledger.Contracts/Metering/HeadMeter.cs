using Ledger.Chaincode;

namespace Ledger.Contracts.Metering;

/// <summary>The meter at the transformer of a microgrid, against which all others are checked. Immutable.</summary>
public sealed class HeadMeter : IRecord<HeadMeter>
{
    /// <summary>Names every property.</summary>
    public HeadMeter(string meterId, string organisation, long lossBps, long accuracyBps)
    {
        MeterId = meterId;
        Organisation = organisation;
        LossBps = lossBps;
        AccuracyBps = accuracyBps;
    }

    /// <summary>The meter.</summary>
    public string MeterId { get; }

    /// <summary>The distribution system operator that named it.</summary>
    public string Organisation { get; }

    /// <summary>Usual losses of the feeder, in basis points of the energy that the meters moved.</summary>
    public long LossBps { get; }

    /// <summary>Standard deviation of every meter, in basis points of its reading; 1 Wh is added to it.</summary>
    public long AccuracyBps { get; }

    /// <inheritdoc/>
    public static HeadMeter Decode(RecordReader reader)
    {
        reader.Int();
        return new HeadMeter(reader.Text(), reader.Text(), reader.Long(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Text(MeterId).Text(Organisation).Long(LossBps).Long(AccuracyBps);
}
