using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>The feeder of a microgrid; lines are columns of equal length. Immutable.</summary>
internal sealed record FeederEntry
{
    /// <summary>The buses; the first is behind the transformer.</summary>
    public required IReadOnlyList<string> Buses { get; init; }

    /// <summary>mV.</summary>
    public required long NominalMilliVolt { get; init; }

    /// <summary>mV at the first bus.</summary>
    public required long SlackMilliVolt { get; init; }

    /// <summary>Lowest voltage, ppm of the nominal one.</summary>
    public required long VoltageMinPpm { get; init; }

    /// <summary>Highest voltage, ppm of the nominal one.</summary>
    public required long VoltageMaxPpm { get; init; }

    /// <summary>VA; 0 for no limit.</summary>
    public required long TransformerVa { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>Index of the bus where each begins.</summary>
    public required IReadOnlyList<long> From { get; init; }

    /// <summary>Index of the bus where each ends.</summary>
    public required IReadOnlyList<long> To { get; init; }

    /// <summary>µΩ.</summary>
    public required IReadOnlyList<long> ResistanceMicroOhm { get; init; }

    /// <summary>µΩ.</summary>
    public required IReadOnlyList<long> ReactanceMicroOhm { get; init; }

    /// <summary>VA; 0 for none.</summary>
    public required IReadOnlyList<long> LimitVa { get; init; }

    /// <summary>Reads the registry's record.</summary>
    public static FeederEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "feeders");
        reader.Text();
        return new FeederEntry
        {
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
        };
    }
}
