using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>Market levels (M8).</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// Offers what a secured slot could not match to the parent market, whose slot must be open: bids at their limit less
    /// the transport fee of the level, offers at theirs. Event <c>restSent</c>: market, parent (texts), slot, bid Wh,
    /// offered Wh (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SendUp(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var own = state.OperatedMarket(market);
        context.Require(own.Parent.Length > 0, "market " + market + " has no parent");
        context.Require(
            !own.Rules.IsSecured, "market " + market + " is secured: what its feeder does not bear goes nowhere");
        var record = state.SlotIn(market, slot, SlotPhase.Secured);
        context.Require(record.SentTo.Length == 0, "the rest of slot " + slot + " went up already");
        SendRest(context, state, market, slot, record, own, SlotBook.Read(context, state, market, slot, record));
        state.PutSlot(market, slot, record);
    }

    private static void SendRest(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, MarketRecord own,
            SlotBook book)
    {
        var parent = state.SlotIn(own.Parent, slot, SlotPhase.Open);
        context.Require(
            parent.Sources.Length < MarketLimits.SourcesMax, "market " + own.Parent + " gets the rest of 64 others");
        var filled = FilledBy(state, market, slot, book);
        long bids = 0;
        long offers = 0;
        for (var i = 0; i < filled.Length; i++)
        {
            var order = book.Orders[i];
            var rest = order.QuantityWh - filled[i];
            if (rest == 0 || order.Source.Length > 0 || SlotBook.LeavesNothing(market, record, order))
            {
                continue;
            }

            bids += order.IsBuy ? rest : 0;
            offers += order.IsBuy ? 0 : rest;
            state.Orders.Put(
                state.Orders.Root.And(own.Parent).And(slot).And(market).And(order.OrderId),
                new OrderRecord
                {
                    OrderId = order.OrderId,
                    Account = order.Account,
                    Participant = order.Participant,
                    IsBuy = order.IsBuy,
                    QuantityWh = rest,
                    PriceMicro = order.IsBuy ? order.PriceMicro - own.LevelFeeMicro : order.PriceMicro,
                    Sequence = parent.Orders,
                    OriginSet = order.OriginSet,
                    Source = market,
                    LevelFeeMicro = order.IsBuy ? own.LevelFeeMicro : 0,
                });
            parent.Orders++;
        }

        var sources = new string[parent.Sources.Length + 1];
        for (var i = 0; i < parent.Sources.Length; i++)
        {
            sources[i] = parent.Sources[i];
        }

        sources[parent.Sources.Length] = market;
        parent.Sources = sources;
        state.PutSlot(own.Parent, slot, parent);
        record.SentTo = own.Parent;
        context.Emit(
            "restSent",
            new RecordWriter().Text(market).Text(own.Parent).Long(slot).Long(bids).Long(offers).ToArray());
    }
}
