using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Metering;

/// <content>Estimates for silent meters, and the check against the feeder's sum.</content>
public sealed partial class MeteringContract
{
    /// <summary>Days back that an estimate looks at the same quarter of an hour.</summary>
    private const int HistoryDays = 7;

    /// <summary>Slots directly before that it looks at when no such day is known.</summary>
    private const int HistorySlots = 4;

    private const long SecondsPerDay = 86_400;

    private const int EstimateEventsMax = 32;

    /// <summary>
    /// Names the meter at a microgrid's transformer, usual losses (basis points of what all meters move) and the
    /// meters' standard deviation (basis points of a reading). The caller's organisation keeps the say.
    /// </summary>
    [Function]
    [Requires("role", Roles.Dso)]
    public void SetHeadMeter(CallContext context, string microgrid, string meterId, long lossBps, long accuracyBps)
    {
        Names.RequireIdentifier(context, meterId, "a meter's id");
        context.Require(lossBps is >= 0 and <= 10_000, "losses are 0 to 10000 basis points");
        context.Require(accuracyBps is >= 0 and <= 10_000, "an accuracy is 0 to 10000 basis points");
        RegistryCalls.OrganisationOf(context, microgrid);
        var heads = new RecordStore<HeadMeter>(context, "head");
        var old = heads.Find(heads.Root.And(microgrid));
        if (old != null && old.Organisation != context.Caller.Organisation)
        {
            context.Deny("the head meter of microgrid " + microgrid + " is named by " + old.Organisation);
        }

        heads.Put(
            heads.Root.And(microgrid), new HeadMeter(meterId, context.Caller.Organisation, lossBps, accuracyBps));
    }

    /// <summary>Posts what the head meter of a microgrid measured in a slot, in Wh; it is the caller's.</summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void HeadReading(CallContext context, string microgrid, long slot, long importWh, long exportWh)
    {
        SlotRules.Require(context, slot);
        var head = Head(context, microgrid);
        context.Require(head != null, "microgrid " + microgrid + " has no head meter");
        RequireCertified(context, head.MeterId);
        RequireOwnKey(context, head.MeterId);
        context.Require(
            importWh is >= 0 and <= Bounds.CapacityWattMax && exportWh is >= 0 and <= Bounds.CapacityWattMax,
            "import and export are 0 to 1 GWh");
        if (Find(context, slot, head.MeterId) != null)
        {
            context.Reject("AlreadyRead: meter " + head.MeterId + " has a reading for slot " + slot);
        }

        Put(context, slot, head.MeterId, new ReadingRecord
        {
            ImportWh = importWh,
            ExportWh = exportWh,
            BlockHeight = context.BlockHeight,
        });
    }

    /// <summary>
    /// Estimates the readings of those meters that have none for a slot, each from its own history: the mean of the same
    /// quarter of an hour of the last seven days, else of the last four slots, else 0; rounded down. Returns how many.
    /// Event <c>readingEstimated</c> per meter, up to 32: meter (text), slot, import, export Wh (longs).
    /// </summary>
    [Function]
    [FromContract("settlement")]
    public int Estimate(CallContext context, long slot, string[] meterIds)
    {
        SlotRules.Require(context, slot);
        var estimated = 0;
        foreach (var meterId in meterIds)
        {
            if (Find(context, slot, meterId) != null)
            {
                continue;
            }

            var expected = Expected(context, slot, meterId);
            Put(context, slot, meterId, new ReadingRecord
            {
                ImportWh = expected[0],
                ExportWh = expected[1],
                BlockHeight = context.BlockHeight,
                IsEstimated = true,
            });
            estimated++;
            if (estimated <= EstimateEventsMax)
            {
                context.Emit(
                    "readingEstimated",
                    new RecordWriter().Text(meterId).Long(slot).Long(expected[0]).Long(expected[1]).ToArray());
            }
        }

        return estimated;
    }

    /// <summary>
    /// The meter among those of a microgrid that contradicts its head meter in a slot, by <see cref="StateEstimation"/>;
    /// empty when none does, or when there is no head meter or it is silent. All meters have readings.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string Suspicious(CallContext context, string microgrid, long slot, string[] meterIds)
    {
        context.Require(meterIds.Length <= Bounds.ListMax, "at most 1000 meters are asked at once");
        var head = Head(context, microgrid);
        var balance = head == null ? null : Find(context, slot, head.MeterId);
        if (head == null || balance == null)
        {
            return "";
        }

        var drawn = new long[meterIds.Length];
        var expected = new long[meterIds.Length];
        var capacity = new long[meterIds.Length];
        for (var i = 0; i < meterIds.Length; i++)
        {
            var reading = Find(context, slot, meterIds[i]);
            context.Require(reading != null, "meter " + meterIds[i] + " has no reading for slot " + slot);
            drawn[i] = reading.ImportWh - reading.ExportWh;
            var history = Expected(context, slot, meterIds[i]);
            expected[i] = history[0] - history[1];
            capacity[i] = SlotRules.CapacityWh(RegistryCalls.AssetOfMeter(context, meterIds[i]).CapacityW);
        }

        var suspicious = StateEstimation.Suspicious(
            balance.ImportWh - balance.ExportWh, drawn, expected, capacity, head);
        return suspicious < 0 ? "" : meterIds[suspicious];
    }

    private static HeadMeter? Head(CallContext context, string microgrid)
    {
        var heads = new RecordStore<HeadMeter>(context, "head");
        return heads.Find(heads.Root.And(microgrid));
    }

    /// <summary>Import and export that a meter's history lets expect.</summary>
    private static long[] Expected(CallContext context, long slot, string meterId)
    {
        var days = Mean(context, slot, meterId, SecondsPerDay, HistoryDays);
        if (days.Length > 0)
        {
            return days;
        }

        var slots = Mean(context, slot, meterId, Slot.LengthSeconds, HistorySlots);
        return slots.Length > 0 ? slots : new long[2];
    }

    private static long[] Mean(CallContext context, long slot, string meterId, long step, int count)
    {
        long imported = 0;
        long exported = 0;
        var found = 0;
        for (var i = 1; i <= count && slot - (i * step) >= 0; i++)
        {
            var reading = Find(context, slot - (i * step), meterId);
            if (reading != null && !reading.IsEstimated)
            {
                imported += reading.ImportWh;
                exported += reading.ExportWh;
                found++;
            }
        }

        return found == 0 ? new long[0] : new long[] { imported / found, exported / found };
    }
}
