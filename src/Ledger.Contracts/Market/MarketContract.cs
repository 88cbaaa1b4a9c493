using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>
/// The sealed-book market of a microgrid (M6): per slot open, order, clear by the uniform-price k-double auction;
/// settlement ends it. The market's id is the microgrid's.
/// </summary>
[Contract("market")]
public sealed partial class MarketContract
{
    /// <summary>
    /// Sets the rules of slots opened from now on: k as a fraction, interval <c>equilibrium</c> or <c>marginal</c>, tie
    /// <c>time</c> or <c>prorata</c>. Without it: 1/2, equilibrium, time.
    /// </summary>
    [Function]
    [Requires("role", "operator")]
    public void SetRules(CallContext context, string market, long kNum, long kDen, string interval, string tie)
    {
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        context.Require(
            kDen is > 0 and <= KdaRules.DenominatorMax && kNum >= 0 && kNum <= kDen, "k is a fraction from 0 to 1");
        context.Require(interval is "equilibrium" or "marginal", "an interval is equilibrium or marginal");
        context.Require(tie is "time" or "prorata", "a tie rule is time or prorata");
        var rules = new KdaRules(kNum, kDen, interval == "marginal", tie == "prorata");
        state.PutMarket(market, new MarketRecord(record.Organisation, rules, record.Participants));
    }

    /// <summary>Lets the caller's registered asset take part in all slots opened from now on.</summary>
    [Function]
    [Requires("role", "consumer", "prosumer", "producer")]
    public void Join(CallContext context, string market)
    {
        var account = context.Caller.Account;
        var asset = RegistryCalls.Asset(context, account);
        context.Require(
            asset.Microgrid == market, "asset " + asset.AssetId + " belongs to microgrid " + asset.Microgrid);
        var state = new MarketState(context);
        var record = state.Market(market);
        var key = state.Participants.Root.And(market).And(account);
        context.Require(
            state.Participants.Find(key) == null, "account " + account + " has already joined market " + market);
        context.Require(
            record.Participants < MarketLimits.ParticipantsMax, "market " + market + " has 1000 participants");
        var participant = new ParticipantRecord(record.Participants, account, asset.MeterId, asset.CapacityW);
        state.Participants.Put(key, participant);
        state.Members.Put(state.Members.Root.And(market).And(record.Participants), participant);
        state.PutMarket(market, new MarketRecord(record.Organisation, record.Rules, record.Participants + 1));
    }

    /// <summary>Opens a slot for orders.</summary>
    [Function]
    [Requires("role", "operator")]
    public void OpenSlot(CallContext context, string market, long slot)
    {
        SlotRules.Require(context, slot);
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        var old = state.FindSlot(market, slot);
        if (old != null)
        {
            context.Reject("slot " + slot + " of market " + market + " is already " + SlotPhase.NameOf(old.Phase));
        }

        state.PutSlot(
            market,
            slot,
            new SlotRecord { Phase = SlotPhase.Open, Rules = record.Rules, Participants = record.Participants });
    }

    /// <summary>Orders energy for a slot at a limit price.</summary>
    [Function]
    [Requires("role", "consumer", "prosumer")]
    public void SubmitBid(CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro) =>
        Submit(context, market, slot, orderId, true, qtyWh, priceMicro);

    /// <summary>
    /// Offers energy for a slot at a limit price; only for assets whose certificate says that they can feed in (L3).
    /// </summary>
    [Function]
    [Requires("role", "prosumer", "producer")]
    [Requires("assetType", "pv", "wind", "chp", "battery", "ev", "pv-battery", "pv-ev", "pv-battery-ev")]
    public void SubmitOffer(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro) =>
        Submit(context, market, slot, orderId, false, qtyWh, priceMicro);

    /// <summary>Takes the caller's own order back while the slot is open. Its id stays used.</summary>
    [Function]
    [Requires("role", "consumer", "prosumer", "producer")]
    public void Cancel(CallContext context, string market, long slot, string orderId)
    {
        var state = new MarketState(context);
        state.SlotIn(market, slot, SlotPhase.Open);
        var key = state.Orders.Root.And(market).And(slot).And(orderId);
        var order = state.Orders.Find(key);
        context.Require(order != null, "there is no order " + orderId + " in slot " + slot);
        if (order.Account != context.Caller.Account)
        {
            context.Deny("order " + orderId + " belongs to another account");
        }

        context.Require(!order.IsCancelled, "order " + orderId + " is already cancelled");
        state.Orders.Put(key, order.Cancelled());
        var sideKey = SideKey(state, market, slot, order.Participant, order.IsBuy);
        var side = state.Sides.Find(sideKey);
        context.Require(side != null, "order " + orderId + " has no side record");
        state.Sides.Put(sideKey, new SideRecord(side.Orders, side.QuantityWh - order.QuantityWh));
    }

    /// <summary>Ends a slot after its settlement.</summary>
    [Function]
    [FromContract("settlement")]
    public void MarkSettled(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var record = state.SlotIn(market, slot, SlotPhase.Cleared);
        record.Phase = SlotPhase.Settled;
        state.PutSlot(market, slot, record);
    }

    private static void Submit(
        CallContext context, string market, long slot, string orderId, bool isBuy, long qtyWh, long priceMicro)
    {
        Names.RequireIdentifier(context, orderId, "an order's id");
        context.Require(qtyWh > 0, "a quantity is positive");
        context.Require(
            priceMicro is >= -Bounds.PriceMicroMax and <= Bounds.PriceMicroMax,
            "a price is at most 1000 per kWh, up or down");
        var state = new MarketState(context);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        var account = context.Caller.Account;
        var participant = state.Participants.Find(state.Participants.Root.And(market).And(account));
        if (participant == null || participant.Index >= record.Participants)
        {
            context.Reject(
                "account " + account + " had not joined market " + market + " when slot " + slot + " was opened");
        }

        AddToSide(context, state, market, slot, participant, isBuy, qtyWh);
        var key = state.Orders.Root.And(market).And(slot).And(orderId);
        if (state.Orders.Find(key) != null)
        {
            context.Reject("order " + orderId + " is already in slot " + slot);
        }

        state.Orders.Put(key, new OrderRecord
        {
            OrderId = orderId,
            Account = account,
            Participant = participant.Index,
            IsBuy = isBuy,
            QuantityWh = qtyWh,
            PriceMicro = priceMicro,
            Sequence = record.Orders,
            IsCancelled = false,
        });
        record.Orders++;
        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Counts the order against the participant's capacity. Capacity and price are bounded so that quantity times price
    /// fits 63 bits.
    /// </summary>
    private static void AddToSide(
        CallContext context, MarketState state, string market, long slot, ParticipantRecord participant, bool isBuy,
            long qtyWh)
    {
        var key = SideKey(state, market, slot, participant.Index, isBuy);
        var side = state.Sides.Find(key) ?? new SideRecord(0, 0);
        var capacityWh = SlotRules.CapacityWh(participant.CapacityW);
        if (qtyWh > capacityWh - side.QuantityWh)
        {
            context.Reject(
                "over capacity: " + (capacityWh - side.QuantityWh) + " of " + capacityWh + " Wh are left in slot "
                    + slot);
        }

        if (side.Orders >= MarketLimits.OrdersPerSideMax)
        {
            context.Reject("an account places at most 5 orders on one side of a slot");
        }

        state.Sides.Put(key, new SideRecord(side.Orders + 1, side.QuantityWh + qtyWh));
    }

    private static StateKey SideKey(MarketState state, string market, long slot, int participant, bool isBuy) =>
        state.Sides.Root.And(market).And(slot).And(participant).And(isBuy ? 0 : 1);
}
