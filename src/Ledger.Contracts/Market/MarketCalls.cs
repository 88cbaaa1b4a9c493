using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>The market as other contracts see it: calls with typed results.</summary>
public static class MarketCalls
{
    /// <summary>The slot as numbers, as <see cref="MarketContract.Result"/> lists them.</summary>
    public static long[] Result(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "result", Arguments(market, slot))).Longs();

    /// <summary>Matched and unmatched energy, as <see cref="MarketContract.Positions"/> lists it.</summary>
    public static long[] Positions(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "positions", Arguments(market, slot))).Longs();

    /// <summary>Accounts and meters, as <see cref="MarketContract.Participants"/> lists them.</summary>
    public static string[] Participants(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "participants", Arguments(market, slot))).Texts();

    /// <summary>Ends the slot.</summary>
    public static void MarkSettled(CallContext context, string market, long slot) =>
        context.Call("market", "markSettled", Arguments(market, slot));

    private static byte[] Arguments(string market, long slot) => new RecordWriter().Text(market).Long(slot).ToArray();
}
