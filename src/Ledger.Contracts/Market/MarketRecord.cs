using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// A market: who runs it, by which rules and timetable, how many take part, where it sends what it cannot match.
/// </summary>
public sealed class MarketRecord : IRecord<MarketRecord>
{
    /// <summary>The organisation whose operators run the market.</summary>
    public required string Organisation { get; init; }

    /// <summary>Rules of slots opened from now on.</summary>
    public required MarketRules Rules { get; set; }

    /// <summary>Timetable of slots opened from now on.</summary>
    public required Timetable Timetable { get; set; }

    /// <summary>Number of participants of the microgrid, and so the index of the next one; 0 for sessions.</summary>
    public int Participants { get; set; }

    /// <summary>The market of the neighbourhood that gets what is left unmatched (M8); empty when there is none.</summary>
    public string Parent { get; set; } = "";

    /// <summary>What a buyer pays for transport through the parent, in µ¤/kWh.</summary>
    public long LevelFeeMicro { get; set; }

    /// <summary>Whether it has no participants of its own but matches what other markets cannot.</summary>
    public bool ServesNeighbours { get; set; }

    /// <summary>The mechanisms that the regulator allows; empty allows all.</summary>
    public string[] Allowed { get; set; } = new string[0];

    /// <inheritdoc/>
    public static MarketRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new MarketRecord
        {
            Organisation = reader.Text(),
            Rules = MarketRules.Decode(reader),
            Timetable = Timetable.Decode(reader),
            Participants = reader.Int(),
            Parent = reader.Text(),
            LevelFeeMicro = reader.Long(),
            ServesNeighbours = reader.Bool(),
            Allowed = reader.Texts(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer)
    {
        writer.Int(2).Text(Organisation);
        Rules.Encode(writer);
        Timetable.Encode(writer);
        writer.Int(Participants).Text(Parent).Long(LevelFeeMicro).Bool(ServesNeighbours).Texts(Allowed);
    }
}
