using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>Zones (M3).</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// Describes the zones of a market: names, the zone of each bus (in a neighbourhood, of each market below) by its
    /// index, and links without loops, four numbers for each: zones a and b, most Wh of a slot from a to b and from b to
    /// a. A split that was activated ends.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SetZones(
        CallContext context, string market, string[] zones, string[] places, long[] zoneOf, string[] links,
            long[] linkValues)
    {
        var state = new MarketState(context);
        state.OperatedMarket(market);
        context.Require(zones.Length > 0, "a market has at least one zone");
        context.Require(
            places.Length == zoneOf.Length && places.Length <= ZoneRecord.PlacesMax,
            "each of at most 1000 places has its zone");
        context.Require(
            linkValues.Length == 4 * links.Length && links.Length < ZoneRecord.PlacesMax,
            "each of less than 1000 links has two zones and two limits");
        foreach (var zone in zoneOf)
        {
            context.Require(zone >= 0 && zone < zones.Length, "there is no zone " + zone);
        }

        for (var i = 0; i < links.Length; i++)
        {
            context.Require(
                linkValues[4 * i] >= 0 && linkValues[4 * i] < zones.Length && linkValues[(4 * i) + 1] >= 0
                    && linkValues[(4 * i) + 1] < zones.Length && linkValues[4 * i] != linkValues[(4 * i) + 1],
                "link " + links[i] + " joins two zones");
        }

        var record = new ZoneRecord
        {
            Zones = zones,
            Places = places,
            ZoneOf = zoneOf,
            Links = links,
            LinkValues = linkValues,
        };
        record.Network();
        state.PutZones(market, record);
    }

    /// <summary>
    /// Splits a market into its zones for a range of slots: its mechanism gives way to <c>zonal</c>. An empty range (the
    /// last slot before the first) ends the split. A continuous auction is not split: what has traded binds. Event
    /// <c>splitActivated</c>: market (text), first, last slot (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void ActivateSplit(CallContext context, string market, long fromSlot, long toSlot)
    {
        var state = new MarketState(context);
        var zones = state.FindZones(market);
        context.Require(zones != null, "market " + market + " has no zones");
        context.Require(
            toSlot < fromSlot || !state.Market(market).Rules.IsContinuous,
            "market " + market + " trades continuously, and what has traded cannot be split");
        zones.SplitFrom = fromSlot;
        zones.SplitTo = toSlot;
        state.PutZones(market, zones);
        context.Emit("splitActivated", new RecordWriter().Text(market).Long(fromSlot).Long(toSlot).ToArray());
    }
}
