using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Tokens;

/// <summary>
/// Energy tokens of 1 Wh (M11): minted on offer up to the capacity of the owner's asset per slot, held in escrow,
/// burned on delivery. Because every offer and every bid, wherever it is made, is counted here, no capacity is promised
/// twice (M4).
/// </summary>
[Contract("tokens")]
public sealed partial class TokenContract
{
    /// <summary>
    /// Mints free tokens of the caller's asset. Event <c>minted</c>: account (text), slot (long), origin (text), Wh
    /// (long).
    /// </summary>
    [Function]
    [Requires("role", Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Mint(CallContext context, long slot, string origin, long quantityWh)
    {
        SlotRules.Require(context, slot);
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        var number = Origins.Require(context, origin);
        var account = context.Caller.Account;
        var asset = RegistryCalls.Asset(context, account);
        if (((Origins.OfAssetType(asset.AssetType) >> number) & 1) == 0)
        {
            context.Reject("asset " + asset.AssetId + " is of type " + asset.AssetType + " and feeds in no " + origin);
        }

        book.Promise(account, SlotRules.CapacityWh(asset.CapacityW), quantityWh);
        var holding = book.Holding(account, number);
        holding.FreeWh += quantityWh;
        book.Put(account, number, holding);
        Emit(context, "minted", account, slot, origin, quantityWh);
    }

    /// <summary>Passes free tokens of the caller on.</summary>
    [Function]
    [AnyMember]
    public void Transfer(CallContext context, string to, long slot, string origin, long quantityWh)
    {
        SlotRules.Require(context, slot);
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        Names.RequireAccount(context, to);
        var number = Origins.Require(context, origin);
        var from = context.Caller.Account;
        context.Require(from != to, "an account cannot transfer to itself");
        var payer = book.Holding(from, number);
        book.RequireEnough(payer.FreeWh, quantityWh, from);
        payer.FreeWh -= quantityWh;
        book.Put(from, number, payer);
        var receiver = book.Holding(to, number);
        receiver.FreeWh += quantityWh;
        book.Put(to, number, receiver);
    }

    /// <summary>Burns free tokens of the caller; the capacity stays promised.</summary>
    [Function]
    [AnyMember]
    public void Burn(CallContext context, long slot, string origin, long quantityWh)
    {
        SlotRules.Require(context, slot);
        var book = new TokenBook(context, slot);
        book.RequireQuantity(quantityWh);
        var number = Origins.Require(context, origin);
        var account = context.Caller.Account;
        var holding = book.Holding(account, number);
        book.RequireEnough(holding.FreeWh, quantityWh, account);
        holding.FreeWh -= quantityWh;
        holding.BurnedWh += quantityWh;
        book.Put(account, number, holding);
        Emit(context, "burned", account, slot, origin, quantityWh);
    }

    /// <summary>Free, held, burned and expired tokens of an account, slot and origin, in Wh.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Balance(CallContext context, string account, long slot, string origin)
    {
        var holding = new TokenBook(context, slot).Holding(account, Origins.Require(context, origin));
        return new long[] { holding.FreeWh, holding.HeldWh, holding.BurnedWh, holding.ExpiredWh };
    }

    /// <summary>What an account has promised to feed in and to draw in a slot, in Wh.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Promised(CallContext context, string account, long slot)
    {
        var use = new TokenBook(context, slot).Use(account);
        return new long[] { use.MintedWh, use.DrawnWh };
    }

    private static void Emit(
        CallContext context, string name, string account, long slot, string origin, long quantityWh) =>
        context.Emit(
            name, new RecordWriter().Text(account).Long(slot).Text(origin).Long(quantityWh).ToArray());
}
