using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Metering;

/// <summary>
/// Readings signed by the meter's own key (L12): one per meter and slot, checked against the capacity of the asset;
/// corrected only with a reason, every version kept; estimated while a meter is silent; checked together against the
/// feeder's sum.
/// </summary>
[Contract("metering")]
public sealed partial class MeteringContract
{
    private const int CorrectionsMax = 16;

    /// <summary>Posts what the caller's meter measured in a slot, in Wh.</summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void Reading(CallContext context, long slot, string meterId, long importWh, long exportWh)
    {
        RequireCertified(context, meterId);
        Store(context, MeasuredAsset(context, meterId), slot, importWh, exportWh);
    }

    /// <summary>
    /// Posts several slots of the meter that the caller's certificate names, all or none; 1 to 1,000 rows.
    /// </summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void RecordReadings(CallContext context, long[] slots, long[] importWh, long[] exportWh)
    {
        context.Require(
            slots.Length == importWh.Length && slots.Length == exportWh.Length,
            "slots, imports and exports differ in number");
        context.Require(slots.Length is > 0 and <= Bounds.ListMax, "1 to 1000 readings are posted at once");
        var asset = MeasuredAsset(context, context.Caller.Attribute("meterId") ?? "");
        for (var i = 0; i < slots.Length; i++)
        {
            Store(context, asset, slots[i], importWh[i], exportWh[i]);
        }
    }

    /// <summary>
    /// Corrects a reading of the caller's meter, with a reason; the earlier version stays readable. Event
    /// <c>readingCorrected</c>: meter (text), slot, import, export Wh (longs), reason (text).
    /// </summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void CorrectReading(
        CallContext context, long slot, string meterId, long importWh, long exportWh, string reason)
    {
        RequireCertified(context, meterId);
        context.Require(reason.Length is > 0 and <= Names.TextLengthMax, "a reason has 1 to 64 characters");
        var asset = MeasuredAsset(context, meterId);
        RequirePlausible(context, asset, slot, importWh, exportWh);
        var old = Find(context, slot, meterId);
        context.Require(
            old != null && !old.IsEstimated, "meter " + meterId + " has no reading for slot " + slot + " to correct");
        context.Require(old.Corrections < CorrectionsMax, "a reading is corrected at most 16 times");
        var versions = new RecordStore<ReadingRecord>(context, "version");
        versions.Put(versions.Root.And(slot).And(meterId).And(old.Corrections), old);
        Put(context, slot, meterId, new ReadingRecord
        {
            ImportWh = importWh,
            ExportWh = exportWh,
            BlockHeight = context.BlockHeight,
            Corrections = old.Corrections + 1,
            Reason = reason,
        });
        context.Emit(
            "readingCorrected",
            new RecordWriter().Text(meterId).Long(slot).Long(importWh).Long(exportWh).Text(reason).ToArray());
    }

    /// <summary>
    /// Import and export in Wh of a meter in a slot; empty when there is none. An estimate counts as one.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] ReadingOf(CallContext context, long slot, string meterId)
    {
        var reading = Find(context, slot, meterId);
        return reading == null ? new long[0] : new long[] { reading.ImportWh, reading.ExportWh };
    }

    /// <summary>
    /// Import, export and whether they are estimated (0 or 1) of several meters (at most 1,000), three numbers each in
    /// their order; -1, -1 and 0 without a reading.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] ReadingsOf(CallContext context, long slot, string[] meterIds)
    {
        context.Require(meterIds.Length <= Bounds.ListMax, "at most 1000 meters are asked at once");
        var values = new long[MeteringCalls.Columns * meterIds.Length];
        for (var i = 0; i < meterIds.Length; i++)
        {
            var first = MeteringCalls.Columns * i;
            var reading = Find(context, slot, meterIds[i]);
            values[first] = reading == null ? -1 : reading.ImportWh;
            values[first + 1] = reading == null ? -1 : reading.ExportWh;
            values[first + 2] = reading != null && reading.IsEstimated ? 1 : 0;
        }

        return values;
    }

    /// <summary>
    /// All versions of a reading, the first one first: count (int), then per version import, export, height (longs),
    /// reason (text).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Versions(CallContext context, long slot, string meterId)
    {
        var reading = Find(context, slot, meterId);
        var versions = new RecordStore<ReadingRecord>(context, "version");
        var earlier = versions.Scan(versions.Root.And(slot).And(meterId), CorrectionsMax);
        var writer = new RecordWriter().Int(earlier.Length + (reading == null ? 0 : 1));
        foreach (var version in earlier)
        {
            Write(writer, version);
        }

        if (reading != null)
        {
            Write(writer, reading);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Slots without a reading, or with an estimated one, among the <paramref name="count"/> quarters of an hour (1 to
    /// 3,072) from a slot on.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Gaps(CallContext context, string meterId, long fromSlot, int count)
    {
        SlotRules.Require(context, fromSlot);
        context.Require(count is > 0 and <= SlotRules.RangeMax, "a range is 1 to 3072 slots");
        var gaps = new List<long>();
        for (var i = 0; i < count; i++)
        {
            var slot = fromSlot + (i * Slot.LengthSeconds);
            var reading = Find(context, slot, meterId);
            if (reading == null || reading.IsEstimated)
            {
                gaps.Add(slot);
            }
        }

        return gaps.ToArray();
    }

    private static void RequireCertified(CallContext context, string meterId)
    {
        var certified = context.Caller.Attribute("meterId") ?? "";
        if (certified != meterId)
        {
            context.Deny("the certificate is for meter " + certified + ", not " + meterId);
        }
    }

    /// <summary>The asset behind the meter, when the caller's key is the one registered for it.</summary>
    private static AssetRecord MeasuredAsset(CallContext context, string meterId)
    {
        RequireOwnKey(context, meterId);
        return RegistryCalls.AssetOfMeter(context, meterId);
    }

    private static void RequireOwnKey(CallContext context, string meterId)
    {
        var account = RegistryCalls.MeterAccount(context, meterId);
        context.Require(account.Length > 0, "meter " + meterId + " is not registered");
        if (account != context.Caller.Account)
        {
            context.Deny("meter " + meterId + " is registered for another account");
        }
    }

    private static void RequirePlausible(
        CallContext context, AssetRecord asset, long slot, long importWh, long exportWh)
    {
        SlotRules.Require(context, slot);
        context.Require(importWh >= 0 && exportWh >= 0, "import and export are not negative");
        var capacityWh = SlotRules.CapacityWh(asset.CapacityW);
        if (importWh > capacityWh || exportWh > capacityWh)
        {
            context.Reject("implausible: asset " + asset.AssetId + " moves at most " + capacityWh + " Wh in a slot");
        }

        if (asset.AssetType == "load" && exportWh > 0)
        {
            context.Reject("implausible: asset " + asset.AssetId + " is a load and cannot export");
        }
    }

    private static void Store(CallContext context, AssetRecord asset, long slot, long importWh, long exportWh)
    {
        RequirePlausible(context, asset, slot, importWh, exportWh);
        var old = Find(context, slot, asset.MeterId);
        if (old != null && !old.IsEstimated)
        {
            context.Reject("AlreadyRead: meter " + asset.MeterId + " has a reading for slot " + slot);
        }

        Put(context, slot, asset.MeterId, new ReadingRecord
        {
            ImportWh = importWh,
            ExportWh = exportWh,
            BlockHeight = context.BlockHeight,
        });
        if (old != null)
        {
            context.Emit("meterSpoke", new RecordWriter().Text(asset.MeterId).Long(slot).ToArray());
        }
    }

    private static ReadingRecord? Find(CallContext context, long slot, string meterId)
    {
        var readings = new RecordStore<ReadingRecord>(context, "reading");
        return readings.Find(readings.Root.And(slot).And(meterId));
    }

    private static void Put(CallContext context, long slot, string meterId, ReadingRecord reading)
    {
        var readings = new RecordStore<ReadingRecord>(context, "reading");
        readings.Put(readings.Root.And(slot).And(meterId), reading);
    }

    private static void Write(RecordWriter writer, ReadingRecord reading) =>
        writer.Long(reading.ImportWh).Long(reading.ExportWh).Long(reading.BlockHeight).Text(reading.Reason);
}
