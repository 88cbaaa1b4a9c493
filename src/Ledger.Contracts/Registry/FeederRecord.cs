using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// The feeder of a microgrid: buses and lines as columns of equal length, limits, fees. At most 64 KB. Immutable.
/// </summary>
public sealed class FeederRecord : IRecord<FeederRecord>
{
    /// <summary>Most buses and most lines; with identifiers of usual length they fit one value.</summary>
    public const int PartsMax = 400;

    /// <summary>The organisation that owns the feeder.</summary>
    public required string Organisation { get; init; }

    /// <summary>Names of the buses; the first is the slack bus, behind the transformer.</summary>
    public required string[] Buses { get; init; }

    /// <summary>Nominal line-to-line voltage in mV.</summary>
    public required long NominalMilliVolt { get; init; }

    /// <summary>Voltage of the slack bus in mV.</summary>
    public required long SlackMilliVolt { get; init; }

    /// <summary>Lowest voltage in ppm of the nominal one.</summary>
    public required long VoltageMinPpm { get; init; }

    /// <summary>Highest voltage in ppm of the nominal one.</summary>
    public required long VoltageMaxPpm { get; init; }

    /// <summary>Rating of the transformer in VA; 0 for no limit.</summary>
    public required long TransformerVa { get; init; }

    /// <summary>Names of the lines.</summary>
    public string[] Lines { get; init; } = new string[0];

    /// <summary>Index of the bus at which a line begins.</summary>
    public long[] From { get; init; } = new long[0];

    /// <summary>Index of the bus at which it ends.</summary>
    public long[] To { get; init; } = new long[0];

    /// <summary>Resistance in µΩ.</summary>
    public long[] ResistanceMicroOhm { get; init; } = new long[0];

    /// <summary>Reactance in µΩ.</summary>
    public long[] ReactanceMicroOhm { get; init; } = new long[0];

    /// <summary>Limit in VA; 0 for none.</summary>
    public long[] LimitVa { get; init; } = new long[0];

    /// <summary>Transport fee in µ¤/kWh (M13).</summary>
    public long[] FeeMicro { get; init; } = new long[0];

    /// <summary>Length in m.</summary>
    public long[] LengthMetre { get; init; } = new long[0];

    /// <inheritdoc/>
    public static FeederRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new FeederRecord
        {
            Organisation = reader.Text(),
            Buses = reader.Texts(),
            NominalMilliVolt = reader.Long(),
            SlackMilliVolt = reader.Long(),
            VoltageMinPpm = reader.Long(),
            VoltageMaxPpm = reader.Long(),
            TransformerVa = reader.Long(),
            Lines = reader.Texts(),
            From = reader.Longs(),
            To = reader.Longs(),
            ResistanceMicroOhm = reader.Longs(),
            ReactanceMicroOhm = reader.Longs(),
            LimitVa = reader.Longs(),
            FeeMicro = reader.Longs(),
            LengthMetre = reader.Longs(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Organisation)
        .Texts(Buses)
        .Long(NominalMilliVolt)
        .Long(SlackMilliVolt)
        .Long(VoltageMinPpm)
        .Long(VoltageMaxPpm)
        .Long(TransformerVa)
        .Texts(Lines)
        .Longs(From)
        .Longs(To)
        .Longs(ResistanceMicroOhm)
        .Longs(ReactanceMicroOhm)
        .Longs(LimitVa)
        .Longs(FeeMicro)
        .Longs(LengthMetre);

    /// <summary>Index of a bus, or -1.</summary>
    public int BusIndex(string bus) => IndexOf(Buses, bus);

    /// <summary>Index of a line, or -1.</summary>
    public int LineIndex(string line) => IndexOf(Lines, line);

    private static int IndexOf(string[] names, string name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
