using Ledger.Chaincode;
using Ledger.Contracts.Market;

namespace Ledger.Contracts.Settlement;

/// <content>Corrections, disputes, and reserves that are called.</content>
public sealed partial class SettlementContract
{
    /// <summary>
    /// Settles a settled slot again, by the difference, after a meter that was estimated has spoken or a reading was
    /// corrected. Nothing moves when nothing changed.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Correct(CallContext context, string market, long slot)
    {
        var config = new SettlementState(context).OperatedConfig(market);
        var result = MarketCalls.Result(context, market, slot);
        if (result[0] != SlotPhase.Settled)
        {
            RefusePhase(context, market, slot, (int)result[0], SlotPhase.Settled);
        }

        var details = MarketCalls.Details(context, market, slot);
        context.Require(
            MarketId.SessionOf(market).Length == 0 && details.Sources.Length == 0,
            "a market without meters has nothing to correct");
        var facts = new SlotReader(context, market, slot).Read(details);
        SettleMetered(context, market, slot, config, result, facts, isFirst: false);
    }

    /// <summary>
    /// Objects to a slot that is over and not final, with a reason; for its participants and the grid supervisor. Nothing
    /// more is settled until the supervisor has decided.
    /// </summary>
    [Function]
    [AnyMember]
    public void Dispute(CallContext context, string market, long slot, string reason)
    {
        context.Require(reason.Length is > 0 and <= Names.TextLengthMax, "a reason has 1 to 64 characters");
        var names = MarketCalls.Participants(context, market, slot);
        if (context.Caller.Attribute("role") != Roles.Supervisor && !IsAmong(names, context.Caller.Account))
        {
            context.Deny("a slot is disputed by its participants or the grid supervisor");
        }

        MarketCalls.Move(context, market, slot, SlotPhase.Disputed, reason);
    }

    /// <summary>
    /// Decides a dispute: the readings as they are now hold. A slot that was settled before is settled again by the
    /// operator's next correction; one that was not becomes metered, to be settled without another check.
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void Resolve(CallContext context, string market, long slot)
    {
        var phase = (int)MarketCalls.Result(context, market, slot)[0];
        if (phase != SlotPhase.Disputed)
        {
            RefusePhase(context, market, slot, phase, SlotPhase.Disputed);
        }

        var wasSettled = new SettlementState(context).Summary(market, slot).Length > 0;
        MarketCalls.Move(context, market, slot, wasSettled ? SlotPhase.Settled : SlotPhase.Metered, "");
    }

    /// <summary>Ends a settled slot of a market without a timetable; with one the ledger's time does it.</summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Finish(CallContext context, string market, long slot)
    {
        new SettlementState(context).OperatedConfig(market);
        MarketCalls.Move(context, market, slot, SlotPhase.Final, "");
    }

    /// <summary>
    /// Calls energy from a reserve that an account sold for a slot (M4): it counts as contracted, and the main grid pays
    /// it at its retail price besides the reserve's price. Event <c>reserveCalled</c>: market, account (texts), slot, Wh
    /// (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void CallReserve(CallContext context, string market, long slot, string account, long quantityWh)
    {
        context.Require(MarketId.SessionOf(market).Length == 0, "reserves are called for the spot market's slot");
        context.Require(quantityWh > 0, "a quantity is positive");
        var phase = (int)MarketCalls.Result(context, market, slot)[0];
        if (phase is not (SlotPhase.Sealed or SlotPhase.Delivered))
        {
            RefusePhase(context, market, slot, phase, SlotPhase.Sealed);
        }

        var sold = ReserveOf(context, market, slot, account);
        var store = new RecordStore<NumbersRecord>(context, "called");
        var key = store.Root.And(market).And(slot).And(account);
        var called = store.Find(key)?.Values[0] ?? 0;
        if (quantityWh > sold - called)
        {
            context.Reject(
                "account " + account + " has " + (sold - called) + " Wh of reserve left in slot " + slot);
        }

        store.Put(key, new NumbersRecord(new long[] { called + quantityWh }));
        context.Emit(
            "reserveCalled",
            new RecordWriter().Text(market).Text(account).Long(slot).Long(quantityWh).ToArray());
    }

    /// <summary>
    /// Issues certificates of origin for a settled slot (M12), once: what each seller delivered, as far as it sold to
    /// buyers of this market, goes to them pair by pair in the order of the market. Returns how many. Tokens that were
    /// burned for the main grid earn none.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public int Certify(CallContext context, string market, long slot)
    {
        new SettlementState(context).OperatedConfig(market);
        var phase = (int)MarketCalls.Result(context, market, slot)[0];
        if (phase is not (SlotPhase.Settled or SlotPhase.Final))
        {
            RefusePhase(context, market, slot, phase, SlotPhase.Settled);
        }

        var done = new RecordStore<NumbersRecord>(context, "certified");
        var key = done.Root.And(market).And(slot);
        context.Require(done.Find(key) == null, "slot " + slot + " of market " + market + " is already certified");
        var issue = OriginAllocation.Of(
            new SettlementState(context).Bills(market, slot, BillsMax),
            new RecordReader(MarketCalls.Pairs(context, market, slot)));
        done.Put(key, new NumbersRecord(new long[] { issue.Count }));
        issue.Issue(context, slot);
        return issue.Count;
    }

    private static long ReserveOf(CallContext context, string market, long slot, string account)
    {
        var session = market + ":" + MarketId.Reserve;
        var phase = (int)MarketCalls.Result(context, session, slot)[0];
        if (phase < SlotPhase.Sealed)
        {
            RefusePhase(context, session, slot, phase, SlotPhase.Sealed);
        }

        var accounts = SlotReader.EveryOther(MarketCalls.Participants(context, session, slot), 0);
        var positions = MarketCalls.Positions(context, session, slot, "");
        for (var i = 0; i < accounts.Length; i++)
        {
            if (accounts[i] == account)
            {
                return positions[(PositionsRecord.Columns * i) + 1];
            }
        }

        return 0;
    }

    private static bool IsAmong(string[] names, string account)
    {
        for (var i = 0; i < names.Length; i += 2)
        {
            if (names[i] == account)
            {
                return true;
            }
        }

        return false;
    }
}
