using Ledger.Chaincode;

namespace Ledger.Contracts.Tokens;

/// <summary>The token contract as other contracts see it.</summary>
public static class TokenCalls
{
    /// <summary>Mints into escrow.</summary>
    public static void Offer(
        CallContext context, string account, long slot, long capacityWh, int origin, long quantityWh) =>
        context.Call("tokens", "offer",
            new RecordWriter().Text(account).Long(slot).Long(capacityWh).Int(origin).Long(quantityWh).ToArray());

    /// <summary>Counts a bid.</summary>
    public static void Draw(CallContext context, string account, long slot, long capacityWh, long quantityWh) =>
        context.Call("tokens", "draw",
            new RecordWriter().Text(account).Long(slot).Long(capacityWh).Long(quantityWh).ToArray());

    /// <summary>What an account has promised to draw in a slot, in Wh.</summary>
    public static long Drawn(CallContext context, string account, long slot) => new RecordReader(
        context.Call("tokens", "promised", new RecordWriter().Text(account).Long(slot).ToArray())).Longs()[1];

    /// <summary>Gives one promise back; origin -1 for a bid.</summary>
    public static void Withdraw(CallContext context, long slot, string account, int origin, long quantityWh) =>
        Withdraw(context, slot, new string[] { account }, new long[] { origin }, new long[] { quantityWh });

    /// <summary>Gives promises back; origin -1 for a bid.</summary>
    public static void Withdraw(
        CallContext context, long slot, string[] accounts, long[] origins, long[] quantitiesWh)
    {
        if (accounts.Length > 0)
        {
            context.Call("tokens", "withdraw",
                new RecordWriter().Long(slot).Texts(accounts).Longs(origins).Longs(quantitiesWh).ToArray());
        }
    }

    /// <summary>Moves free tokens into escrow.</summary>
    public static void Hold(CallContext context, string account, long slot, int origin, long quantityWh) =>
        context.Call("tokens", "hold",
            new RecordWriter().Text(account).Long(slot).Int(origin).Long(quantityWh).ToArray());

    /// <summary>Burns tokens in escrow.</summary>
    public static void Deliver(
        CallContext context, long slot, string[] accounts, long[] deliveredWh, long[] expiredWh)
    {
        if (accounts.Length > 0)
        {
            context.Call("tokens", "deliver",
                new RecordWriter().Long(slot).Texts(accounts).Longs(deliveredWh).Longs(expiredWh).ToArray());
        }
    }
}
