using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Congested lines as borders between zones (M3, M7): a feeder falls apart where its congested branches are taken out,
/// and each of these becomes a link that carries what its limit leaves beside the feeder's own flow. Immutable.
/// </summary>
public sealed class CongestedZones
{
    /// <summary>Splits a feeder.</summary>
    /// <param name="feeder">The feeder; its buses consume what is not traded in the market.</param>
    /// <param name="congested">Indices of branches with a limit.</param>
    /// <param name="slotsPerHour">Slots in an hour: 1 Wh in a slot is so many W.</param>
    public CongestedZones(SpanningTree feeder, int[] congested, long slotsPerHour)
    {
        var network = feeder.Network;
        var isCongested = new bool[network.Branches.Length];
        foreach (var branch in congested)
        {
            isCongested[branch] = true;
        }

        ZoneOf = new int[network.Buses.Length];
        var lowest = new List<int>();
        foreach (var bus in feeder.Order)
        {
            var branch = feeder.ParentBranch[bus];
            if (branch < 0 || isCongested[branch])
            {
                ZoneOf[bus] = lowest.Count;
                lowest.Add(network.Buses[bus].Number);
                continue;
            }

            var zone = ZoneOf[feeder.ParentOf(bus)];
            ZoneOf[bus] = zone;
            lowest[zone] = network.Buses[bus].Number < lowest[zone] ? network.Buses[bus].Number : lowest[zone];
        }

        var names = new string[lowest.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = "bus-" + lowest[i];
        }

        Network = new ZoneNetwork(names, Links(feeder, isCongested, slotsPerHour));
    }

    /// <summary>Index of the zone of each bus.</summary>
    public int[] ZoneOf { get; }

    /// <summary>The zones, each named <c>bus-</c> and the lowest number of its buses, for the zonal mechanism.</summary>
    public ZoneNetwork Network { get; }

    private ZoneLink[] Links(SpanningTree feeder, bool[] isCongested, long slotsPerHour)
    {
        var flow = LinDistFlow.Solve(feeder);
        var links = new List<ZoneLink>();
        foreach (var bus in feeder.Order)
        {
            var branch = feeder.ParentBranch[bus];
            if (branch < 0 || !isCongested[branch])
            {
                continue;
            }

            Int128 limit = feeder.Network.Branches[branch].LimitVoltAmpere;
            var reactive = flow.ReactiveInto[bus];
            var active = SquareRoot.Floor((limit * limit) - (reactive * reactive));
            links.Add(new ZoneLink(
                "branch-" + feeder.Network.Branches[branch].Number, ZoneOf[feeder.ParentOf(bus)], ZoneOf[bus],
                Room(active - flow.ActiveInto[bus], slotsPerHour), Room(active + flow.ActiveInto[bus], slotsPerHour)));
        }

        return links.ToArray();
    }

    private static long Room(Int128 watt, long slotsPerHour) => watt <= 0 ? 0 : (long)(watt / slotsPerHour);
}
