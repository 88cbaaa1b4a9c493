using Ledger.Chaincode;
using Ledger.Contracts.Tokens;

namespace Ledger.Contracts.Market;

/// <content>From the end of ordering to the schedule.</content>
public sealed partial class MarketContract
{
    /// <summary>Ends ordering by hand; a timetable does it by itself.</summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Close(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        state.OperatedMarket(market);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        context.Require(
            !record.Timetable.IsTimed,
            "slot " + slot + " of market " + market + " closes at " + record.Timetable.ClosesAt(slot));
        record.Phase = SlotPhase.Closed;
        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Runs the mechanism over the book of a closed slot: O(n log n) for the sweep family, one page per 400 fills. Unless
    /// the rules say that every step is a call of its own, an open slot of a market without a timetable is closed first,
    /// and the result is secured and sealed at once if no parent market is to match the rest. In a continuous auction the
    /// trades that were made are the result. Event <c>slotCleared</c>:
    /// market (text), slot, cleared Wh (longs), whether there is a uniform price (bool), price (long).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Clear(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var own = state.OperatedMarket(market);
        var record = ClearableSlot(state, market, slot);
        var book = SlotBook.Read(context, state, market, slot, record);
        var outcome = record.Rules.IsContinuous
            ? ClearContinuous(context, state, market, slot, record, book)
            : ClearSealed(context, state, market, slot, record, book);
        new OutcomeStore(state, market, slot).Put(record, book, outcome);
        record.Phase = SlotPhase.Cleared;
        context.Emit(
            "slotCleared",
            new RecordWriter()
                .Text(market)
                .Long(slot)
                .Long(record.ClearedWh)
                .Bool(record.HasPrice)
                .Long(record.PriceMicro)
                .ToArray());
        if (!record.Rules.IsStepwise)
        {
            SecureBook(context, state, market, slot, record, book);
            if (own.Parent.Length > 0 && !record.Rules.IsSecured)
            {
                SendRest(context, state, market, slot, record, own, book);
            }
            else
            {
                SealBook(context, state, market, slot, record, book);
            }
        }

        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Checks a cleared slot against the microgrid's feeder and, when a limit is violated, clears again with tightened
    /// limits until none is (M7). Event <c>slotSecured</c>: market (text), slot (long), rounds (int), binding limits
    /// (texts).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Secure(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        state.OperatedMarket(market);
        var record = state.SlotIn(market, slot, SlotPhase.Cleared);
        var book = SlotBook.Read(context, state, market, slot, record);
        SecureBook(context, state, market, slot, record, book);
        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Makes a secured slot the schedule. When its rest went up to a parent market, that one must be sealed before. Event
    /// <c>slotSealed</c>: market (text), slot, traded Wh (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Seal(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        state.OperatedMarket(market);
        var record = state.SlotIn(market, slot, SlotPhase.Secured);
        if (record.SentTo.Length > 0)
        {
            var parent = state.FindSlot(record.SentTo, slot);
            context.Require(
                state.PhaseOf(parent, slot) >= SlotPhase.Sealed,
                "slot " + slot + " of market " + record.SentTo + ", which matches the rest, is "
                    + SlotPhase.NameOf(state.PhaseOf(parent, slot)) + ", not sealed");
        }

        SealBook(context, state, market, slot, record, SlotBook.Read(context, state, market, slot, record));
        state.PutSlot(market, slot, record);
    }

    /// <summary>
    /// Takes a schedule back before delivery, so that the slot must be cleared again, with the limits that the supervisor
    /// has set in the meantime. Orders keep at most what they had. Event <c>slotRolledBack</c>: market (text), slot
    /// (long), reason (text).
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void RollBack(CallContext context, string market, long slot, string reason)
    {
        context.Require(reason.Length is > 0 and <= Names.TextLengthMax, "a reason has 1 to 64 characters");
        var state = new MarketState(context);
        var record = state.SlotBetween(market, slot, SlotPhase.Cleared, SlotPhase.Sealed);
        context.Require(!record.Rules.IsContinuous, "trades of a continuous auction bind: there is nothing to clear again");
        context.Require(
            record.SentTo.Length == 0 && record.Sources.Length == 0,
            "slot " + slot + " of market " + market + " is part of a settlement chain over levels");
        foreach (var session in record.Sessions)
        {
            context.Require(
                state.PhaseOf(state.FindSlot(session, slot), slot) < SlotPhase.Sealed
                    || MarketId.SessionOf(session) == MarketId.Forward,
                "session " + session + " has built on slot " + slot);
        }

        if (record.Phase == SlotPhase.Sealed)
        {
            MoveFlexible(state, market, slot, SlotBook.Read(context, state, market, slot, record), isUndo: true);
        }

        new OutcomeStore(state, market, slot).Forget(record);
        record.Phase = SlotPhase.Closed;
        state.PutSlot(market, slot, record);
        context.Emit("slotRolledBack", new RecordWriter().Text(market).Long(slot).Text(reason).ToArray());
    }

    private static SlotRecord ClearableSlot(MarketState state, string market, long slot)
    {
        var record = state.FindSlot(market, slot);
        var isOneStep = record != null && !record.Timetable.IsTimed && !record.Rules.IsStepwise;
        if (isOneStep && record!.Phase == SlotPhase.Closed)
        {
            return record;
        }

        return state.SlotIn(market, slot, isOneStep ? SlotPhase.Open : SlotPhase.Closed);
    }

    private static void SecureBook(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        if (record.Rules.IsSecured)
        {
            var secure = SlotClearing.Run(context, state, market, slot, record, book, isSecure: true);
            CutOrders(context, state, market, slot, book, secure.AllowedWh!);
            new OutcomeStore(state, market, slot).Put(record, book, secure);
            context.Emit(
                "slotSecured",
                new RecordWriter().Text(market).Long(slot).Int(record.Rounds).Texts(record.Binding).ToArray());
        }

        record.Phase = SlotPhase.Secured;
    }

    private static MarketOutcome ClearSealed(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        CutOrders(context, state, market, slot, book, BusCaps.Allowed(context, market, slot, book, tradedWh: null));
        return SlotClearing.Run(context, state, market, slot, record, book, isSecure: false);
    }

    /// <summary>Lowers orders for good to what the grid allows; what is cut off is promised no more.</summary>
    private static void CutOrders(
        CallContext context, MarketState state, string market, long slot, SlotBook book, long[] allowedWh)
    {
        for (var i = 0; i < allowedWh.Length; i++)
        {
            var order = book.Orders[i];
            if (allowedWh[i] < order.QuantityWh && order.Source.Length == 0)
            {
                Withdraw(context, slot, order, order.QuantityWh - allowedWh[i]);
                order.QuantityWh = allowedWh[i];
                order.IsCancelled = allowedWh[i] == 0;
                state.Orders.Put(OrderKey(state, market, slot, order.OrderId), order);
            }
        }
    }

    private static void SealBook(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        ReleaseRest(context, state, market, slot, record, book);
        MoveFlexible(state, market, slot, book, isUndo: false);
        record.Phase = SlotPhase.Sealed;
        context.Emit(
            "slotSealed", new RecordWriter().Text(market).Long(slot).Long(record.ClearedWh).ToArray());
    }

    /// <summary>Frees the capacity of orders that leave nothing to the main grid.</summary>
    private static void ReleaseRest(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        if (!book.AnyLeavesNothing(market, record))
        {
            return;
        }

        var filled = FilledBy(state, market, slot, book);
        var accounts = new List<string>();
        var origins = new List<long>();
        var quantities = new List<long>();
        for (var i = 0; i < filled.Length; i++)
        {
            var order = book.Orders[i];
            if (order.Source.Length > 0 || filled[i] == order.QuantityWh || !SlotBook.LeavesNothing(market, record, order)
                || IsLastOfFlexible(state, market, slot, order))
            {
                continue;
            }

            accounts.Add(order.Account);
            origins.Add(order.IsBuy ? -1 : Origins.First(order.OriginSet));
            quantities.Add(order.QuantityWh - filled[i]);
            order.QuantityWh = filled[i];
            order.IsCancelled = filled[i] == 0;
            state.Orders.Put(OrderKey(state, market, slot, order.OrderId), order);
        }

        TokenCalls.Withdraw(context, slot, accounts.ToArray(), origins.ToArray(), quantities.ToArray());
    }

    private static bool IsLastOfFlexible(MarketState state, string market, long slot, OrderRecord order) =>
        SlotBook.IsFlexible(order) && FlexibleOf(state, market, order)?.ToSlot == slot;

    private static FlexibleOrder? FlexibleOf(MarketState state, string market, OrderRecord order) =>
        state.FlexibleOrders.Find(state.FlexibleOrders.Root.And(market).And(order.OrderId.Substring(1)));

    /// <summary>Counts what flexible orders got in this slot off what they still want, or back.</summary>
    private static void MoveFlexible(MarketState state, string market, long slot, SlotBook book, bool isUndo)
    {
        if (!book.HasFlexible())
        {
            return;
        }

        var filled = FilledBy(state, market, slot, book);
        for (var i = 0; i < filled.Length; i++)
        {
            var order = book.Orders[i];
            var flexible = SlotBook.IsFlexible(order) && order.Source.Length == 0
                ? FlexibleOf(state, market, order)
                : null;
            if (flexible != null)
            {
                flexible.LeftWh += isUndo ? filled[i] : -filled[i];
                state.FlexibleOrders.Put(state.FlexibleOrders.Root.And(market).And(flexible.OrderId), flexible);
            }
        }
    }

    /// <summary>Accepted Wh of each order of the book, from the stored fills, which are in the same order.</summary>
    private static long[] FilledBy(MarketState state, string market, long slot, SlotBook book)
    {
        var filled = new long[book.Orders.Length];
        var at = 0;
        foreach (var page in state.FillPages.Scan(state.FillPages.Root.And(market).And(slot)))
        {
            for (var i = 0; i < page.OrderIds.Length; i++)
            {
                while (book.Orders[at].OrderId != page.OrderIds[i] || book.Orders[at].Account != page.Accounts[i])
                {
                    at++;
                }

                filled[at] = page.SignedWh[i] < 0 ? -page.SignedWh[i] : page.SignedWh[i];
                at++;
            }
        }

        return filled;
    }
}
