using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>The trading contract as other contracts see it.</summary>
public static class TradingCalls
{
    /// <summary>Sold Wh, bought Wh and unsettled trades, three numbers for each account.</summary>
    public static long[] TradedEnergy(CallContext context, long slot, string[] accounts) => new RecordReader(
        context.Call("trading", "tradedEnergy", new RecordWriter().Long(slot).Texts(accounts).ToArray())).Longs();
}
