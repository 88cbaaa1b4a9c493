using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// Wh ordered at each bus in a slot of a continuous auction, so that the supervisor's caps of buses hold when an order comes:
/// a trade that binds at once cannot be cut later.
/// </summary>
public static class BusUse
{
    /// <summary>
    /// Counts what a participant orders (negative: gives back), and refuses what goes beyond the cap of its bus.
    /// </summary>
    public static void Add(
        CallContext context, string market, long slot, ParticipantRecord participant, bool isBuy, long quantityWh)
    {
        var bus = participant.Bus;
        var uses = new RecordStore<NumberRecord>(context, "busUse");
        var key = uses.Root.And(market).And(slot).And(bus).And(isBuy ? 0 : 1);
        var used = (uses.Find(key)?.Value ?? 0) + quantityWh;
        uses.Put(key, new NumberRecord(used));
        if (quantityWh > 0)
        {
            Require(context, MarketId.MicrogridOf(market), slot, bus, isBuy, used);
        }
    }

    private static void Require(
        CallContext context, string microgrid, long slot, string bus, bool isBuy, long usedWh)
    {
        var targets = RegistryCalls.GridTargets(context, microgrid, slot);
        if (targets.Length == 0)
        {
            return;
        }

        var limits = RegistryCalls.GridLimits(context, microgrid, slot);
        for (var i = 0; i < targets.Length; i += 2)
        {
            var capWh = SlotRules.CapacityWh(limits[isBuy ? i : i + 1]);
            if (targets[i] == "bus" && targets[i + 1] == bus && usedWh > capWh)
            {
                context.Reject(
                    "the supervisor lets bus " + bus + (isBuy ? " draw " : " feed in ") + capWh + " Wh in slot " + slot
                        + ", and " + usedWh + " Wh would be ordered");
            }
        }
    }
}
