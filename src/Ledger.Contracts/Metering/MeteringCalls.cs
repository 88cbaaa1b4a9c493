using Ledger.Chaincode;

namespace Ledger.Contracts.Metering;

/// <summary>The metering contract as other contracts see it: calls with typed results.</summary>
public static class MeteringCalls
{
    /// <summary>Numbers per meter that <see cref="ReadingsOf"/> lists.</summary>
    public const int Columns = 3;

    /// <summary>
    /// Import, export and whether they are estimated, three numbers for each meter in their order; -1, -1 and 0 without
    /// a reading.
    /// </summary>
    public static long[] ReadingsOf(CallContext context, long slot, string[] meterIds) =>
        new RecordReader(
            context.Call("metering", "readingsOf", new RecordWriter().Long(slot).Texts(meterIds).ToArray())).Longs();

    /// <summary>The meter that contradicts the head meter, or empty.</summary>
    public static string Suspicious(CallContext context, string microgrid, long slot, string[] meterIds) =>
        new RecordReader(
            context.Call(
                "metering",
                "suspicious",
                new RecordWriter().Text(microgrid).Long(slot).Texts(meterIds).ToArray())).Text();

    /// <summary>Estimates missing readings; returns how many.</summary>
    public static int Estimate(CallContext context, long slot, string[] meterIds) =>
        new RecordReader(
            context.Call("metering", "estimate", new RecordWriter().Long(slot).Texts(meterIds).ToArray())).Int();
}
