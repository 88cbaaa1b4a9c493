using Ledger.Chaincode;

namespace Ledger.Contracts;

/// <summary>Rules about settlement slots that every contract applies. Pure.</summary>
public static class SlotRules
{
    /// <summary>Slots per hour: energy of a slot in Wh is power in W divided by this.</summary>
    public const long SlotsPerHour = 4;

    /// <summary>Latest slot that is accepted, the start of the year 10000.</summary>
    public const long StartMax = 253_402_300_800;

    /// <summary>Most slots that one range query looks at: a month of 31 days and a day beside it.</summary>
    public const int RangeMax = 3_072;

    /// <summary>Rejects the call unless the number is the start of a slot.</summary>
    public static void Require(CallContext context, long slot)
    {
        if (!new Slot(slot).IsAligned || slot > StartMax)
        {
            context.Reject("slot " + slot + " is not the start of a quarter of an hour");
        }
    }

    /// <summary>The most energy that an asset can move in a slot, in Wh.</summary>
    public static long CapacityWh(long capacityW) => capacityW / SlotsPerHour;
}
