using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>The market as other contracts see it: calls with typed results.</summary>
public static class MarketCalls
{
    /// <summary>The slot as numbers, as <see cref="MarketContract.Result"/> lists them.</summary>
    public static long[] Result(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "result", Arguments(market, slot))).Longs();

    /// <summary>Names around the slot, as <see cref="MarketContract.Details"/> lists them.</summary>
    public static SlotDetails Details(CallContext context, string market, long slot) =>
        SlotDetails.Of(new RecordReader(context.Call("market", "details", Arguments(market, slot))).Bytes());

    /// <summary>Positions, as <see cref="MarketContract.Positions"/> lists them.</summary>
    public static long[] Positions(CallContext context, string market, long slot, string source) =>
        new RecordReader(
            context.Call(
                "market", "positions", new RecordWriter().Text(market).Long(slot).Text(source).ToArray())).Longs();

    /// <summary>Accounts and meters, as <see cref="MarketContract.Participants"/> lists them.</summary>
    public static string[] Participants(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "participants", Arguments(market, slot))).Texts();

    /// <summary>Who delivers to whom, as <see cref="MarketContract.Pairs"/> lists it.</summary>
    public static byte[] Pairs(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "pairs", Arguments(market, slot))).Bytes();

    /// <summary>Offers and bids by origin, as <see cref="MarketContract.SupplyAndDemand"/> lists them.</summary>
    public static long[] SupplyAndDemand(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "supplyAndDemand", Arguments(market, slot))).Longs();

    /// <summary>When the time for readings ends, as <see cref="MarketContract.ReadingsUntil"/> says.</summary>
    public static long ReadingsUntil(CallContext context, string market, long slot) =>
        new RecordReader(context.Call("market", "readingsUntil", Arguments(market, slot))).Long();

    /// <summary>Moves the slot to another phase.</summary>
    public static void Move(CallContext context, string market, long slot, int phase, string reason) => context.Call(
        "market", "move", new RecordWriter().Text(market).Long(slot).Int(phase).Text(reason).ToArray());

    private static byte[] Arguments(string market, long slot) => new RecordWriter().Text(market).Long(slot).ToArray();
}
