using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A market: a microgrid's spot market, another session of it, or a neighbourhood's. Immutable.</summary>
/// <param name="Id">Its name: <c>MICROGRID</c> or <c>MICROGRID:SESSION</c>.</param>
/// <param name="Organisation">Whose operators run it.</param>
/// <param name="Parent">The market that gets its rest, or empty.</param>
internal sealed record MarketEntry(string Id, string Organisation, string Parent)
{
    /// <summary>The session that buys reserves, which are promised and not delivered.</summary>
    public const string ReserveSession = "reserve";

    /// <summary>The microgrid.</summary>
    public string Microgrid => Id.Split(':')[0];

    /// <summary>The session; empty for the spot market.</summary>
    public string Session => Id.Contains(':', StringComparison.Ordinal) ? Id[(Id.IndexOf(':', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>Reads the market's record.</summary>
    public static MarketEntry Decode(string id, byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "markets");
        var organisation = reader.Text();
        RulesEntry.Decode(ref reader);
        TimetableEntry.Decode(ref reader);
        reader.Int();
        return new MarketEntry(id, organisation, reader.Text());
    }
}
