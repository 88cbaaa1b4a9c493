using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>Settlement as other contracts see it: calls with typed results.</summary>
public static class SettlementCalls
{
    /// <summary>The reliability score of an account in a market, in basis points.</summary>
    public static long Reliability(CallContext context, string market, string account) => new RecordReader(
        context.Call("settlement", "reliability", new RecordWriter().Text(market).Text(account).ToArray())).Long();

    /// <summary>The scores of several accounts.</summary>
    public static long[] ReliabilityOf(CallContext context, string market, string[] accounts) => new RecordReader(
        context.Call("settlement", "reliabilityOf", new RecordWriter().Text(market).Texts(accounts).ToArray())).Longs();
}
