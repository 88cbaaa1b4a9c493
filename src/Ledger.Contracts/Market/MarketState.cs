using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>The market's collections and the checks that guard them. Lives for one call.</summary>
public readonly struct MarketState
{
    private readonly CallContext _context;
    private readonly RecordStore<MarketRecord> _markets;
    private readonly RecordStore<SlotRecord> _slots;
    private readonly RecordStore<ZoneRecord> _zones;

    /// <summary>Opens the state for one call.</summary>
    public MarketState(CallContext context)
    {
        _context = context;
        _markets = new RecordStore<MarketRecord>(context, "market");
        _slots = new RecordStore<SlotRecord>(context, "slot");
        _zones = new RecordStore<ZoneRecord>(context, "zones");
        Participants = new RecordStore<ParticipantRecord>(context, "participant");
        Members = new RecordStore<ParticipantRecord>(context, "member");
        Orders = new RecordStore<OrderRecord>(context, "order");
        FlexibleOrders = new RecordStore<FlexibleOrder>(context, "flexible");
        Sides = new RecordStore<SideRecord>(context, "side");
        FillPages = new RecordStore<FillPage>(context, "fills");
        PairPages = new RecordStore<PairPage>(context, "pairs");
        BusPrices = new RecordStore<BusPricesRecord>(context, "busPrices");
        Positions = new RecordStore<PositionsRecord>(context, "positions");
    }

    /// <summary>By microgrid and account.</summary>
    public RecordStore<ParticipantRecord> Participants { get; }

    /// <summary>The same by microgrid and index.</summary>
    public RecordStore<ParticipantRecord> Members { get; }

    /// <summary>By market, slot, source and order id.</summary>
    public RecordStore<OrderRecord> Orders { get; }

    /// <summary>By market and order id.</summary>
    public RecordStore<FlexibleOrder> FlexibleOrders { get; }

    /// <summary>By market, slot, participant's index and side (0 buy, 1 sell).</summary>
    public RecordStore<SideRecord> Sides { get; }

    /// <summary>By market, slot and page.</summary>
    public RecordStore<FillPage> FillPages { get; }

    /// <summary>By market, slot and page.</summary>
    public RecordStore<PairPage> PairPages { get; }

    /// <summary>By market and slot.</summary>
    public RecordStore<BusPricesRecord> BusPrices { get; }

    /// <summary>By market, slot and the market whose participants they are.</summary>
    public RecordStore<PositionsRecord> Positions { get; }

    /// <summary>
    /// The market; one that nothing was written for yet follows from its microgrid, with the default rules.
    /// </summary>
    public MarketRecord Market(string market)
    {
        var record = _markets.Find(_markets.Root.And(market));
        if (record != null)
        {
            return record;
        }

        MarketId.Require(_context, market);
        return new MarketRecord
        {
            Organisation = RegistryCalls.OrganisationOf(_context, MarketId.MicrogridOf(market)),
            Rules = MarketRules.Default(MarketId.DefaultMechanism(market)),
            Timetable = Timetable.ByHand(),
        };
    }

    /// <summary>The market, for an operator of the organisation that runs it; others are denied.</summary>
    public MarketRecord OperatedMarket(string market)
    {
        var record = Market(market);
        if (_context.Caller.Organisation != record.Organisation)
        {
            _context.Deny("market " + market + " is run by " + record.Organisation);
        }

        return record;
    }

    /// <summary>Stores the market.</summary>
    public void PutMarket(string market, MarketRecord record) => _markets.Put(_markets.Root.And(market), record);

    /// <summary>The zones of a market, or null.</summary>
    public ZoneRecord? FindZones(string market) => _zones.Find(_zones.Root.And(market));

    /// <summary>Stores the zones.</summary>
    public void PutZones(string market, ZoneRecord record) => _zones.Put(_zones.Root.And(market), record);

    /// <summary>The slot as stored, or null before it is opened.</summary>
    public SlotRecord? FindSlot(string market, long slot) => _slots.Find(_slots.Root.And(market).And(slot));

    /// <summary>The phase a slot is in at the ledger's time.</summary>
    public int PhaseOf(SlotRecord? record, long slot) => record == null
        ? SlotPhase.Absent
        : record.Timetable.PhaseAt(record.Phase, slot, record.Timetable.Now(_context));

    /// <summary>The slot in a phase; rejects naming the phase it is in.</summary>
    public SlotRecord SlotIn(string market, long slot, int phase) => SlotBetween(market, slot, phase, phase);

    /// <summary>
    /// The slot in one of consecutive phases; rejects naming the phase it is in and the last one that would do.
    /// </summary>
    public SlotRecord SlotBetween(string market, long slot, int first, int last)
    {
        var record = FindSlot(market, slot);
        var phase = PhaseOf(record, slot);
        if (phase < first || phase > last)
        {
            Refuse(market, slot, phase, last);
        }

        return record!;
    }

    /// <summary>The slot once it is cleared, whatever came then; rejects naming the phase it is in.</summary>
    public SlotRecord ClearedSlot(string market, long slot)
    {
        var record = FindSlot(market, slot);
        if (record == null || record.Phase < SlotPhase.Cleared)
        {
            Refuse(market, slot, PhaseOf(record, slot), SlotPhase.Cleared);
        }

        return record!;
    }

    /// <summary>Stores the slot.</summary>
    public void PutSlot(string market, long slot, SlotRecord record) =>
        _slots.Put(_slots.Root.And(market).And(slot), record);

    /// <summary>The participant that the caller is in a slot; rejects when it is none.</summary>
    public ParticipantRecord CallerIn(string market, long slot, SlotRecord record)
    {
        var account = _context.Caller.Account;
        var participant = Participants.Find(Participants.Root.And(MarketId.MicrogridOf(market)).And(account));
        if (participant == null || participant.Index >= record.Participants)
        {
            _context.Reject(
                "account " + account + " had not joined market " + market + " when slot " + slot + " was opened");
        }

        return participant;
    }

    /// <summary>All participants of a slot by index.</summary>
    public ParticipantRecord[] MembersOf(string market, SlotRecord record) =>
        Members.Scan(Members.Root.And(MarketId.MicrogridOf(market)), record.Participants);

    private void Refuse(string market, long slot, int phase, int wanted) => _context.Reject(
        "slot " + slot + " of market " + market + " is " + SlotPhase.NameOf(phase) + ", not "
            + SlotPhase.NameOf(wanted));
}
