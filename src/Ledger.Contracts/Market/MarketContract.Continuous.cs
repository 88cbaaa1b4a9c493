using Ledger.Chaincode;
using Ledger.Contracts.Market.Continuous;

namespace Ledger.Contracts.Market;

/// <content>
/// Slots that trade at once (cda). <c>submitBid</c>, <c>submitOffer</c> and their variants trade in them as <c>GTC</c>.
/// </content>
public sealed partial class MarketContract
{
    /// <summary>
    /// A bid with a time in force: <c>GTC</c>, in a continuous auction also <c>IOC</c> (what does not trade at once is
    /// dropped) and <c>FOK</c> (it trades whole at once or not at all). Event <c>orderDropped</c>: market (text), slot
    /// (long), order (text), dropped Wh (long), <c>IOC</c> or <c>FOK_KILLED</c> (text); the id stays used.
    /// </summary>
    /// <returns>Wh that traded at once; 0 where orders wait for the auction.</returns>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public long PlaceBid(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro,
            string timeInForce) =>
        Submit(context, market, slot, orderId, true, qtyWh, priceMicro, 0, Origins.Any, timeInForce);

    /// <summary>
    /// An offer with a time in force, as <see cref="PlaceBid"/>, and its origin; an empty one is the first that the asset
    /// can have.
    /// </summary>
    /// <returns>Wh that traded at once; 0 where orders wait for the auction.</returns>
    [Function]
    [Requires("role", Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    [Requires("assetType", "pv", "wind", "chp", "hydro", "battery", "ev", "pv-battery", "pv-ev", "pv-battery-ev")]
    public long PlaceOffer(
        CallContext context, string market, long slot, string orderId, long qtyWh, long priceMicro, string origin,
            string timeInForce) =>
        Submit(
            context, market, slot, orderId, false, qtyWh, priceMicro, 0,
            origin.Length == 0 ? 0 : 1 << Origins.Require(context, origin), timeInForce);

    /// <summary>
    /// The best orders that rest in a slot of a continuous auction, at most <paramref name="limit"/> (1 to 1000) of each
    /// side, best first: count of bids (int), then per bid order id, account (texts), Wh left, limit price (longs); then
    /// the offers alike. What rested when the slot closed stays readable.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] RestingOrders(CallContext context, string market, long slot, int limit)
    {
        context.Require(limit is > 0 and <= Bounds.ListMax, "a limit is 1 to 1000");
        var book = new ContinuousSlot(context, market, slot);
        var writer = new RecordWriter();
        for (var side = 0; side < 2; side++)
        {
            var best = book.Best(side == 0, limit);
            writer.Int(best.Length);
            foreach (var order in best)
            {
                writer.Text(order.OrderId).Text(order.Account).Long(order.LeftWh).Long(order.PriceMicro);
            }
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Trades of a slot of a continuous auction in the order in which they were made, <paramref name="limit"/> (1 to
    /// 1000) of them behind the first <paramref name="skip"/>: count (int), then per trade the order that came, the one
    /// that rested (texts), whether the one that came buys (bool), Wh, price (longs).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Trades(CallContext context, string market, long slot, int skip, int limit)
    {
        context.Require(
            skip is >= 0 and <= MarketLimits.OrdersPerSlotMax * 2 && limit is > 0 and <= Bounds.ListMax,
            "a limit is 1 to 1000, behind at most 20000 others");
        var trades = new ContinuousSlot(context, market, slot).Trades();
        var all = 0;
        foreach (var some in trades)
        {
            all += some.Makers.Length;
        }

        var behind = all > skip ? all - skip : 0;
        var end = skip + (behind < limit ? behind : limit);
        var writer = new RecordWriter().Int(end - skip);
        var number = 0;
        foreach (var some in trades)
        {
            for (var i = 0; i < some.Makers.Length; i++, number++)
            {
                if (number >= skip && number < end)
                {
                    writer.Text(some.Taker).Text(some.Makers[i]).Bool(some.TakerIsBuy);
                    writer.Long(some.QuantitiesWh[i]).Long(some.PricesMicro[i]);
                }
            }
        }

        return writer.ToArray();
    }

    /// <summary>What a continuous auction cannot do is refused when it is chosen.</summary>
    private static void RequireContinuous(CallContext context, string market, MarketRecord record)
    {
        if (!record.Rules.IsContinuous)
        {
            return;
        }

        context.Require(
            !record.Rules.IsSecured,
            "trades of a continuous auction bind at once, and a later check of the feeder cannot take them back: "
                + "a secured market clears a sealed book");
        context.Require(!record.Rules.IsRanked, "a continuous auction goes by price and time, not by rank");
        context.Require(
            !record.ServesNeighbours,
            "the rest of other markets comes up all at once: market " + market + " clears it as a sealed book");
        context.Require(
            MarketId.SessionOf(market) != MarketId.Reserve,
            "the reserve session takes offers; its demand is the configuration's");
    }

    /// <summary>Lets an order that was just accepted trade; what it does not keep is promised no more.</summary>
    private static long Trade(
        CallContext context, string market, long slot, SlotRecord record, OrderRecord order,
            ParticipantRecord participant, string timeInForce)
    {
        BusUse.Add(context, market, slot, participant, order.IsBuy, order.QuantityWh);
        var traded = new ContinuousSlot(context, market, slot)
            .Enter(record, order, order.QuantityWh, timeInForce);
        var dropped = timeInForce == TimeInForce.GoodTillCancelled ? 0 : order.QuantityWh - traded;
        if (dropped > 0)
        {
            Withdraw(context, slot, order, dropped);
            BusUse.Add(context, market, slot, participant, order.IsBuy, -dropped);
            order.IsCancelled = traded == 0;
            order.QuantityWh = traded == 0 ? order.QuantityWh : traded;
            context.Emit(
                "orderDropped",
                new RecordWriter()
                    .Text(market)
                    .Long(slot)
                    .Text(order.OrderId)
                    .Long(dropped)
                    .Text(timeInForce == TimeInForce.FillOrKill ? "FOK_KILLED" : timeInForce)
                    .ToArray());
        }

        return traded;
    }

    /// <summary>
    /// An amended order is a new one of the same id for what has not traded: it trades at once if it can, else it goes
    /// behind all others of its price. It counts as an order of its side, because it may trade.
    /// </summary>
    private static void AmendContinuous(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, OrderRecord order,
            ParticipantRecord participant, long qtyWh, long priceMicro)
    {
        var book = new ContinuousSlot(context, market, slot);
        var left = LeftOf(context, book, order);
        var traded = order.QuantityWh - left;
        context.Require(
            qtyWh > traded, "order " + order.OrderId + " has traded " + traded + " Wh: its new quantity is more");
        CountOrder(context, state, market, slot, participant, order.IsBuy);
        Withdraw(context, slot, order, left);
        Promise(context, slot, participant, order.IsBuy ? -1 : Origins.First(order.OriginSet), qtyWh - traded);
        BusUse.Add(context, market, slot, participant, order.IsBuy, qtyWh - order.QuantityWh);
        book.SetLeft(order, 0);
        order.QuantityWh = qtyWh;
        order.PriceMicro = priceMicro;
        book.PutAmendment(order.Sequence, record.Orders);
        order.Sequence = record.Orders;
        record.Orders++;
        book.Enter(record, order, qtyWh - traded, TimeInForce.GoodTillCancelled);
    }

    /// <summary>Takes what rests of an order out of the book; what it has traded stays.</summary>
    private static void CancelContinuous(
        CallContext context, string market, long slot, OrderRecord order, ParticipantRecord participant)
    {
        var book = new ContinuousSlot(context, market, slot);
        var left = LeftOf(context, book, order);
        Withdraw(context, slot, order, left);
        BusUse.Add(context, market, slot, participant, order.IsBuy, -left);
        book.SetLeft(order, 0);
        order.IsCancelled = left == order.QuantityWh;
        order.QuantityWh -= order.IsCancelled ? 0 : left;
    }

    private static long LeftOf(CallContext context, ContinuousSlot book, OrderRecord order)
    {
        var left = book.LeftOf(order);
        context.Require(left > 0, "order " + order.OrderId + " has traded and rests no more");
        return left;
    }

    /// <summary>
    /// Makes the trades of a slot its outcome. Shiftable loads take first what rests within their limits, and what the
    /// supervisor's caps of buses leave beside the trades stays with the rest.
    /// </summary>
    private static MarketOutcome ClearContinuous(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        var continuous = new ContinuousSlot(context, market, slot);
        var clearing = new ContinuousClearing(book, record.Orders, continuous.Amendments());
        var trades = continuous.Trades();
        var traded = clearing.TradedWh(trades);
        var allowed = BusCaps.Allowed(context, market, slot, book, traded);
        for (var i = 0; i < allowed.Length; i++)
        {
            if (allowed[i] < book.Orders[i].QuantityWh && !SlotBook.IsFlexible(book.Orders[i]))
            {
                continuous.SetLeft(book.Orders[i], allowed[i] - traded[i]);
            }
        }

        CutOrders(context, state, market, slot, book, allowed);
        if (book.HasFlexible())
        {
            foreach (var order in book.Orders)
            {
                if (SlotBook.IsFlexible(order) && !order.IsCancelled)
                {
                    continuous.Take(record, order);
                }
            }

            trades = continuous.Trades();
        }

        record.ForgetResult();
        var outcome = clearing.Outcome(trades);
        SlotClearing.AddTransport(context, market, record.Rules, book, outcome);
        return outcome;
    }
}
