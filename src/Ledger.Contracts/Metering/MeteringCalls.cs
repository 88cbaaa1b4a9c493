using Ledger.Chaincode;

namespace Ledger.Contracts.Metering;

/// <summary>The metering contract as other contracts see it: calls with typed results.</summary>
public static class MeteringCalls
{
    /// <summary>
    /// Import and export of the meters, two numbers each in their order; -1 and -1 without a reading.
    /// </summary>
    public static long[] ReadingsOf(CallContext context, long slot, string[] meterIds) =>
        new RecordReader(
            context.Call("metering", "readingsOf", new RecordWriter().Long(slot).Texts(meterIds).ToArray())).Longs();
}
