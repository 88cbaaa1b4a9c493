using Ledger.Chaincode;
using Ledger.Contracts.Market.Continuous;
using Ledger.Contracts.Tokens;

namespace Ledger.Contracts.Market;

/// <content>Orders.</content>
public sealed partial class MarketContract
{
    private const string Gtc = TimeInForce.GoodTillCancelled;

    /// <summary>
    /// Orders energy for a slot at a limit price. It waits for the auction; in a continuous one it trades at once and rests
    /// with what is left.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public void SubmitBid(CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro) =>
        Submit(context, market, slot, orderId, true, qtyWh, priceMicro, 0, Origins.Any, Gtc);

    /// <summary>
    /// Offers energy for a slot at a limit price; only for assets whose certificate says that they can feed in (L3). Its
    /// origin is the first that the asset can have.
    /// </summary>
    [Function]
    [Requires("role", Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    [Requires("assetType", "pv", "wind", "chp", "hydro", "battery", "ev", "pv-battery", "pv-ev", "pv-battery-ev")]
    public void SubmitOffer(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro) =>
        Submit(context, market, slot, orderId, false, qtyWh, priceMicro, 0, 0, Gtc);

    /// <summary>
    /// A bid that names the origins it accepts (none: any) and, as a block order (M17), the least that it takes.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public void SubmitBidOf(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro, long leastWh,
            string[] origins) =>
        Submit(
            context, market, slot, orderId, true, qtyWh, priceMicro, leastWh, Origins.RequireSet(context, origins), Gtc);

    /// <summary>An offer that names its origin and, as a block order, the least that it gives.</summary>
    [Function]
    [Requires("role", Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    [Requires("assetType", "pv", "wind", "chp", "hydro", "battery", "ev", "pv-battery", "pv-ev", "pv-battery-ev")]
    public void SubmitOfferOf(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro, long leastWh,
            string origin) =>
        Submit(
            context, market, slot, orderId, false, qtyWh, priceMicro, leastWh, 1 << Origins.Require(context, origin), Gtc);

    /// <summary>
    /// Changes quantity and limit price of the caller's own order while the slot is open; it goes behind all others of
    /// its price. In a continuous auction the quantity includes what has traded; the rest may trade at once, and so the
    /// amendment counts as an order.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Amend(CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro)
    {
        RequireOrder(context, qtyWh, priceMicro);
        var state = new MarketState(context);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        var order = OwnOrder(context, state, market, slot, orderId);
        var participant = state.CallerIn(market, slot, record);
        context.Require(order.LeastWh <= qtyWh, "order " + orderId + " takes at least " + order.LeastWh + " Wh");
        if (record.Rules.IsContinuous)
        {
            AmendContinuous(context, state, market, slot, record, order, participant, qtyWh, priceMicro);
        }
        else
        {
            Withdraw(context, slot, order, order.QuantityWh);
            Promise(context, slot, participant, order.IsBuy ? -1 : Origins.First(order.OriginSet), qtyWh);
            order.QuantityWh = qtyWh;
            order.PriceMicro = priceMicro;
            order.Sequence = record.Orders;
            record.Orders++;
        }

        state.Orders.Put(OrderKey(state, market, slot, orderId), order);
        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Takes the caller's own order back while the slot is open, in a continuous auction what rests of it. Its id stays
    /// used.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Cancel(CallContext context, string market, long slot, string orderId)
    {
        var state = new MarketState(context);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        var order = OwnOrder(context, state, market, slot, orderId);
        if (record.Rules.IsContinuous)
        {
            CancelContinuous(context, market, slot, order, state.CallerIn(market, slot, record));
        }
        else
        {
            Withdraw(context, slot, order, order.QuantityWh);
            order.IsCancelled = true;
        }

        state.Orders.Put(OrderKey(state, market, slot, orderId), order);
    }

    private static OrderRecord OwnOrder(
        CallContext context, MarketState state, string market, long slot, string orderId)
    {
        var order = state.Orders.Find(OrderKey(state, market, slot, orderId));
        context.Require(order != null, "there is no order " + orderId + " in slot " + slot);
        if (order.Account != context.Caller.Account)
        {
            context.Deny("order " + orderId + " belongs to another account");
        }

        context.Require(!order.IsCancelled, "order " + orderId + " is already cancelled");
        return order;
    }

    private static void RequireOrder(CallContext context, long qtyWh, long priceMicro)
    {
        context.Require(qtyWh > 0, "a quantity is positive");
        context.Require(
            priceMicro is >= -Bounds.PriceMicroMax and <= Bounds.PriceMicroMax,
            "a price is at most 1000 per kWh, up or down");
    }

    private static long Submit(
        CallContext context, string market, long slot, string orderId, bool isBuy, long qtyWh, long priceMicro,
            long leastWh, int originSet, string timeInForce)
    {
        Names.RequireIdentifier(context, orderId, "an order's id");
        RequireOrder(context, qtyWh, priceMicro);
        context.Require(leastWh >= 0 && leastWh <= qtyWh, "the least quantity is 0 to the quantity");
        var state = new MarketState(context);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        var participant = state.CallerIn(market, slot, record);
        RequireKind(context, record, isBuy, leastWh, originSet, timeInForce);
        context.Require(
            !isBuy || MarketId.SessionOf(market) != MarketId.Reserve,
            "the reserve session takes offers; its demand is the configuration's");
        CountOrder(context, state, market, slot, participant, isBuy);
        var origins = originSet;
        if (!isBuy)
        {
            context.Require(participant.OriginSet != 0, "account " + participant.Account + " has nothing to feed in");
            origins = originSet == 0 ? 1 << Origins.First(participant.OriginSet) : originSet;
            context.Require(
                (participant.OriginSet & origins) == origins,
                "the asset of " + participant.Account + " feeds in no " + Origins.NameOf(Origins.First(origins)));
        }

        var key = OrderKey(state, market, slot, orderId);
        context.Require(state.Orders.Find(key) == null, "order " + orderId + " is already in slot " + slot);
        Promise(context, slot, participant, isBuy ? -1 : Origins.First(origins), qtyWh);
        var order = new OrderRecord
        {
            OrderId = orderId,
            Account = participant.Account,
            Participant = participant.Index,
            IsBuy = isBuy,
            QuantityWh = qtyWh,
            PriceMicro = priceMicro,
            Sequence = record.Orders,
            LeastWh = leastWh,
            OriginSet = origins,
        };
        record.Orders++;
        var traded = record.Rules.IsContinuous
            ? Trade(context, market, slot, record, order, participant, timeInForce)
            : 0;
        state.Orders.Put(key, order);
        state.PutSlot(market, slot, record);
        return traded;
    }

    /// <summary>Refuses orders of a kind that the slot's mechanism does not know.</summary>
    private static void RequireKind(
        CallContext context, SlotRecord record, bool isBuy, long leastWh, int originSet, string timeInForce)
    {
        context.Require(TimeInForce.IsKnown(timeInForce), "a time in force is GTC, IOC or FOK");
        if (!record.Rules.IsContinuous)
        {
            context.Require(
                timeInForce == Gtc,
                timeInForce + " orders trade at once in a continuous auction; " + record.Rules.Mechanism
                    + " clears a sealed book");
            return;
        }

        context.Require(
            leastWh <= 1, "a continuous auction has no block orders: what shall trade whole or not at all is placed FOK");
        context.Require(
            !isBuy || originSet == Origins.Any,
            "a bid of a continuous auction trades with the best offers, whatever their origin");
    }

    private static void CountOrder(
        CallContext context, MarketState state, string market, long slot, ParticipantRecord participant, bool isBuy)
    {
        var key = state.Sides.Root.And(market).And(slot).And(participant.Index).And(isBuy ? 0 : 1);
        var orders = state.Sides.Find(key)?.Orders ?? 0;
        context.Require(
            orders < MarketLimits.OrdersPerSideMax, "an account places at most 5 orders on one side of a slot");
        state.Sides.Put(key, new SideRecord(orders + 1));
    }

    /// <summary>
    /// Counts the order against the capacity of the asset over all sessions and contracts (M4). Capacity and price are
    /// bounded so that quantity times price fits 63 bits.
    /// </summary>
    private static void Promise(CallContext context, long slot, ParticipantRecord participant, int origin, long qtyWh)
    {
        var capacityWh = SlotRules.CapacityWh(participant.CapacityW);
        if (origin < 0)
        {
            TokenCalls.Draw(context, participant.Account, slot, capacityWh, qtyWh);
            return;
        }

        TokenCalls.Offer(context, participant.Account, slot, capacityWh, origin, qtyWh);
    }

    private static void Withdraw(CallContext context, long slot, OrderRecord order, long qtyWh) =>
        TokenCalls.Withdraw(
            context, slot, order.Account, order.IsBuy ? -1 : Origins.First(order.OriginSet), qtyWh);

    private static StateKey OrderKey(MarketState state, string market, long slot, string orderId) =>
        state.Orders.Root.And(market).And(slot).And("").And(orderId);
}
