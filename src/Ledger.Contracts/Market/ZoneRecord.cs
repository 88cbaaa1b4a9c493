using Ledger.Chaincode;
using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Market;

/// <summary>
/// The zones of a market (M3): which zone each bus (in a neighbourhood: each market below) belongs to, the links between
/// zones, and the slots in which the supervisor has activated the split. Immutable but for that.
/// </summary>
public sealed class ZoneRecord : IRecord<ZoneRecord>
{
    /// <summary>Most places that are assigned to zones.</summary>
    public const int PlacesMax = 1_000;

    /// <summary>Names of the zones; places that are not assigned belong to the first.</summary>
    public required string[] Zones { get; init; }

    /// <summary>Buses or markets.</summary>
    public required string[] Places { get; init; }

    /// <summary>Index of the zone of each.</summary>
    public required long[] ZoneOf { get; init; }

    /// <summary>Names of the links.</summary>
    public required string[] Links { get; init; }

    /// <summary>Four numbers for each link: zones a and b, Wh from a to b, Wh from b to a.</summary>
    public required long[] LinkValues { get; init; }

    /// <summary>First slot of the split.</summary>
    public long SplitFrom { get; set; }

    /// <summary>Last slot of the split; before the first one when there is none.</summary>
    public long SplitTo { get; set; } = -1;

    /// <inheritdoc/>
    public static ZoneRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ZoneRecord
        {
            Zones = reader.Texts(),
            Places = reader.Texts(),
            ZoneOf = reader.Longs(),
            Links = reader.Texts(),
            LinkValues = reader.Longs(),
            SplitFrom = reader.Long(),
            SplitTo = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1).Texts(Zones).Texts(Places).Longs(ZoneOf).Texts(Links).Longs(LinkValues).Long(SplitFrom).Long(SplitTo);

    /// <summary>The zone of a bus or market.</summary>
    public string ZoneAt(string place)
    {
        for (var i = 0; i < Places.Length; i++)
        {
            if (Places[i] == place)
            {
                return Zones[ZoneOf[i]];
            }
        }

        return Zones[0];
    }

    /// <summary>The zones and links as the mechanisms take them.</summary>
    public ZoneNetwork Network()
    {
        var links = new ZoneLink[Links.Length];
        for (var i = 0; i < links.Length; i++)
        {
            links[i] = new ZoneLink(
                Links[i], (int)LinkValues[4 * i], (int)LinkValues[(4 * i) + 1], LinkValues[(4 * i) + 2],
                LinkValues[(4 * i) + 3]);
        }

        return new ZoneNetwork(Zones, links);
    }
}
