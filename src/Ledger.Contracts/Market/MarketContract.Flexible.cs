using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>Orders of shiftable loads over a window of slots (M17).</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// Orders energy to be bought in any slots of a window, at most <paramref name="perSlotWh"/> in each; for assets of
    /// class time-shiftable, storage or ev. Every slot of the window bids for the rest when it is cleared, as far as the
    /// asset's capacity in it is not promised otherwise.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public void SubmitFlexible(
        CallContext context, string market, string orderId, long fromSlot, long toSlot, long qtyWh, long perSlotWh,
            long priceMicro)
    {
        Names.RequireIdentifier(context, orderId, "an order's id");
        RequireOrder(context, qtyWh, priceMicro);
        SlotRules.Require(context, fromSlot);
        SlotRules.Require(context, toSlot);
        var slots = ((toSlot - fromSlot) / Slot.LengthSeconds) + 1;
        context.Require(
            slots is > 0 and <= MarketLimits.FlexibleWindowMax, "a window is 1 to 192 slots");
        context.Require(MarketId.SessionOf(market).Length == 0, "flexible orders belong to the spot market");
        var state = new MarketState(context);
        var account = context.Caller.Account;
        var participant = state.Participants.Find(state.Participants.Root.And(market).And(account));
        context.Require(participant != null, "account " + account + " has not joined market " + market);
        context.Require(
            AssetClasses.MayMoveInTime(participant.AssetClass),
            "a load of class " + participant.AssetClass + " cannot be moved in time");
        var capacityWh = SlotRules.CapacityWh(participant.CapacityW);
        context.Require(
            perSlotWh > 0 && perSlotWh <= capacityWh, "at most " + capacityWh + " Wh are drawn in a slot");
        context.Require(qtyWh <= slots * perSlotWh, "the window is too short for " + qtyWh + " Wh");
        var first = state.FindSlot(market, fromSlot);
        context.Require(
            state.PhaseOf(first, fromSlot) <= SlotPhase.Open,
            "slot " + fromSlot + " of market " + market + " is " + SlotPhase.NameOf(state.PhaseOf(first, fromSlot))
                + ", not open");
        var key = state.FlexibleOrders.Root.And(market).And(orderId);
        context.Require(state.FlexibleOrders.Find(key) == null, "there is already a flexible order " + orderId);
        RequireFlexibleRoom(context, state, market, account);
        state.FlexibleOrders.Put(key, new FlexibleOrder
        {
            OrderId = orderId,
            Account = account,
            Participant = participant.Index,
            FromSlot = fromSlot,
            ToSlot = toSlot,
            PerSlotWh = perSlotWh,
            PriceMicro = priceMicro,
            LeftWh = qtyWh,
        });
    }

    /// <summary>Takes what is left of the caller's flexible order back.</summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public void CancelFlexible(CallContext context, string market, string orderId)
    {
        var state = new MarketState(context);
        var key = state.FlexibleOrders.Root.And(market).And(orderId);
        var order = state.FlexibleOrders.Find(key);
        context.Require(order != null, "there is no flexible order " + orderId + " in market " + market);
        if (order.Account != context.Caller.Account)
        {
            context.Deny("order " + orderId + " belongs to another account");
        }

        state.FlexibleOrders.Delete(key);
    }

    /// <summary>
    /// What a flexible order still wants, in Wh; 0 when it is done, over or unknown.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long FlexibleLeft(CallContext context, string market, string orderId)
    {
        var state = new MarketState(context);
        return state.FlexibleOrders.Find(state.FlexibleOrders.Root.And(market).And(orderId))?.LeftWh ?? 0;
    }

    private static void RequireFlexibleRoom(CallContext context, MarketState state, string market, string account)
    {
        var live = state.FlexibleOrders.Scan(
            state.FlexibleOrders.Root.And(market), MarketLimits.FlexibleOrdersMax);
        context.Require(live.Length < MarketLimits.FlexibleOrdersMax, "market " + market + " has 1000 flexible orders");
        var own = 0;
        foreach (var order in live)
        {
            own += order.Account == account ? 1 : 0;
        }

        context.Require(
            own < MarketLimits.OrdersPerSideMax, "an account has at most 5 flexible orders at a time");
    }
}
