using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Metering;

/// <summary>
/// Readings signed by the meter's own key (L12): one per meter and slot, never changed, checked against the capacity of
/// the asset.
/// </summary>
[Contract("metering")]
public sealed class MeteringContract
{
    /// <summary>Posts what the caller's meter measured in a slot, in Wh.</summary>
    [Function]
    [Requires("role", "meter")]
    [Requires("meterId")]
    public void Reading(CallContext context, long slot, string meterId, long importWh, long exportWh)
    {
        var certified = context.Caller.Attribute("meterId") ?? "";
        if (certified != meterId)
        {
            context.Deny("the certificate is for meter " + certified + ", not " + meterId);
        }

        Store(context, MeasuredAsset(context, meterId), slot, importWh, exportWh);
    }

    /// <summary>
    /// Posts several slots of the meter that the caller's certificate names, all or none; 1 to 1,000 rows.
    /// </summary>
    [Function]
    [Requires("role", "meter")]
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

    /// <summary>Import and export in Wh of a meter in a slot; empty when there is no reading.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] ReadingOf(CallContext context, long slot, string meterId)
    {
        var reading = Find(context, slot, meterId);
        return reading == null ? new long[0] : new long[] { reading.ImportWh, reading.ExportWh };
    }

    /// <summary>
    /// Import and export of several meters (at most 1,000), two numbers each in their order; -1 and -1 without a
    /// reading.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] ReadingsOf(CallContext context, long slot, string[] meterIds)
    {
        context.Require(meterIds.Length <= Bounds.ListMax, "at most 1000 meters are asked at once");
        var values = new long[2 * meterIds.Length];
        for (var i = 0; i < meterIds.Length; i++)
        {
            var reading = Find(context, slot, meterIds[i]);
            values[2 * i] = reading == null ? -1 : reading.ImportWh;
            values[(2 * i) + 1] = reading == null ? -1 : reading.ExportWh;
        }

        return values;
    }

    /// <summary>The asset behind the meter, when the caller's key is the one registered for it.</summary>
    private static AssetRecord MeasuredAsset(CallContext context, string meterId)
    {
        var account = RegistryCalls.MeterAccount(context, meterId);
        context.Require(account.Length > 0, "meter " + meterId + " is not registered");
        if (account != context.Caller.Account)
        {
            context.Deny("meter " + meterId + " is registered for another account");
        }

        return RegistryCalls.AssetOfMeter(context, meterId);
    }

    private static void Store(CallContext context, AssetRecord asset, long slot, long importWh, long exportWh)
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

        var readings = new RecordStore<ReadingRecord>(context, "reading");
        var key = readings.Root.And(slot).And(asset.MeterId);
        if (readings.Find(key) != null)
        {
            context.Reject("AlreadyRead: meter " + asset.MeterId + " has a reading for slot " + slot);
        }

        readings.Put(key, new ReadingRecord(importWh, exportWh, context.BlockHeight));
    }

    private static ReadingRecord? Find(CallContext context, long slot, string meterId)
    {
        var readings = new RecordStore<ReadingRecord>(context, "reading");
        return readings.Find(readings.Root.And(slot).And(meterId));
    }
}
