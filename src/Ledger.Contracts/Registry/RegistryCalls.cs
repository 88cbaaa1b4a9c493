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

    private static AssetRecord? Decode(byte[] result)
    {
        var bytes = new RecordReader(result).Bytes();
        return bytes.Length == 0 ? null : AssetRecord.Decode(new RecordReader(bytes));
    }
}
