using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>The registry as other contracts see it: calls with typed results.</summary>
public static class RegistryCalls
{
    /// <summary>The asset of an account; rejects when there is none.</summary>
    public static AssetRecord Asset(CallContext context, string account)
    {
        var asset = Decode(context.Call("registry", "asset", new RecordWriter().Text(account).ToArray()));
        context.Require(asset != null, "account " + account + " has no registered asset");
        return asset;
    }

    /// <summary>The asset that a meter measures; rejects when there is none.</summary>
    public static AssetRecord AssetOfMeter(CallContext context, string meterId)
    {
        var asset = Decode(context.Call("registry", "assetOfMeter", new RecordWriter().Text(meterId).ToArray()));
        context.Require(asset != null, "meter " + meterId + " measures no registered asset");
        return asset;
    }

    /// <summary>The account that signs a meter's readings; empty when the meter is not registered.</summary>
    public static string MeterAccount(CallContext context, string meterId) =>
        new RecordReader(context.Call("registry", "meterAccount", new RecordWriter().Text(meterId).ToArray())).Text();

    /// <summary>The key with which a meter signs readings that others bring; empty when it has none.</summary>
    public static byte[] MeterKey(CallContext context, string meterId) =>
        new RecordReader(context.Call("registry", "meterKey", new RecordWriter().Text(meterId).ToArray())).Bytes();

    /// <summary>The organisation that runs a microgrid; rejects when there is none.</summary>
    public static string OrganisationOf(CallContext context, string microgrid)
    {
        var result = context.Call("registry", "microgrid", new RecordWriter().Text(microgrid).ToArray());
        var fields = new RecordReader(result).Texts();
        context.Require(fields.Length > 0, "there is no microgrid " + microgrid);
        return fields[1];
    }

    /// <summary>Retail and feed-in price in a slot, µ¤/kWh; rejects when there is none.</summary>
    public static long[] Tariff(CallContext context, string microgrid, long slot) =>
        new RecordReader(
            context.Call("registry", "tariff", new RecordWriter().Text(microgrid).Long(slot).ToArray())).Longs();

    /// <summary>The feeder of a microgrid, or null.</summary>
    public static FeederRecord? Feeder(CallContext context, string microgrid)
    {
        var result = context.Call("registry", "feeder", new RecordWriter().Text(microgrid).ToArray());
        var bytes = new RecordReader(result).Bytes();
        return bytes.Length == 0 ? null : FeederRecord.Decode(new RecordReader(bytes));
    }

    /// <summary>Kind and target, in turn, of the supervisor's orders for a slot.</summary>
    public static string[] GridTargets(CallContext context, string microgrid, long slot) => new RecordReader(
        context.Call("registry", "gridTargets", new RecordWriter().Text(microgrid).Long(slot).ToArray())).Texts();

    /// <summary>Most W drawn and fed in, in turn, of the same orders.</summary>
    public static long[] GridLimits(CallContext context, string microgrid, long slot) => new RecordReader(
        context.Call("registry", "gridLimits", new RecordWriter().Text(microgrid).Long(slot).ToArray())).Longs();

    /// <summary>The levies of a slot.</summary>
    public static LevyRecord[] Levies(CallContext context, string microgrid, long slot)
    {
        var result = context.Call("registry", "levies", new RecordWriter().Text(microgrid).Long(slot).ToArray());
        var reader = new RecordReader(new RecordReader(result).Bytes());
        var levies = new LevyRecord[reader.Int()];
        for (var i = 0; i < levies.Length; i++)
        {
            levies[i] = new LevyRecord
            {
                Account = reader.Text(),
                FromSlot = slot,
                ToSlot = slot,
                EnergyMicro = reader.Long(),
                ShareBps = reader.Long(),
            };
        }

        return levies;
    }

    private static AssetRecord? Decode(byte[] result)
    {
        var bytes = new RecordReader(result).Bytes();
        return bytes.Length == 0 ? null : AssetRecord.Decode(new RecordReader(bytes));
    }
}
