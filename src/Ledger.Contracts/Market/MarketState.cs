using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>The market's collections and the checks that guard them. Lives for one call.</summary>
public readonly struct MarketState
{
    private readonly CallContext _context;
    private readonly RecordStore<MarketRecord> _markets;
    private readonly RecordStore<SlotRecord> _slots;

    /// <summary>Opens the state for one call.</summary>
    public MarketState(CallContext context)
    {
        _context = context;
        _markets = new RecordStore<MarketRecord>(context, "market");
        _slots = new RecordStore<SlotRecord>(context, "slot");
        Participants = new RecordStore<ParticipantRecord>(context, "participant");
        Members = new RecordStore<ParticipantRecord>(context, "member");
        Orders = new RecordStore<OrderRecord>(context, "order");
        Sides = new RecordStore<SideRecord>(context, "side");
        FillPages = new RecordStore<FillPage>(context, "fills");
        Positions = new RecordStore<PositionsRecord>(context, "positions");
    }

    /// <summary>By market and account.</summary>
    public RecordStore<ParticipantRecord> Participants { get; }

    /// <summary>The same by market and index.</summary>
    public RecordStore<ParticipantRecord> Members { get; }

    /// <summary>By market, slot and order id.</summary>
    public RecordStore<OrderRecord> Orders { get; }

    /// <summary>By market, slot, participant's index and side (0 buy, 1 sell).</summary>
    public RecordStore<SideRecord> Sides { get; }

    /// <summary>By market, slot and page.</summary>
    public RecordStore<FillPage> FillPages { get; }

    /// <summary>By market and slot.</summary>
    public RecordStore<PositionsRecord> Positions { get; }

    /// <summary>
    /// The market; one that nothing was written for yet follows from its microgrid, with the default rules.
    /// </summary>
    public MarketRecord Market(string market)
    {
        var record = _markets.Find(_markets.Root.And(market));
        return record ?? new MarketRecord(
            RegistryCalls.OrganisationOf(_context, market),
                new KdaRules(1, 2, isMarginalInterval: false, isProRata: false), 0);
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

    /// <summary>The slot, or null before it is opened.</summary>
    public SlotRecord? FindSlot(string market, long slot) => _slots.Find(_slots.Root.And(market).And(slot));

    /// <summary>The slot in a phase; rejects naming the phase it is in.</summary>
    public SlotRecord SlotIn(string market, long slot, int phase)
    {
        var record = FindSlot(market, slot);
        if (record == null || record.Phase != phase)
        {
            Refuse(market, slot, record == null ? SlotPhase.Absent : record.Phase, SlotPhase.NameOf(phase));
        }

        return record!;
    }

    /// <summary>The slot once it is cleared, settled or not; rejects naming the phase it is in.</summary>
    public SlotRecord ClearedSlot(string market, long slot)
    {
        var record = FindSlot(market, slot);
        if (record == null || record.Phase < SlotPhase.Cleared)
        {
            Refuse(market, slot, record == null ? SlotPhase.Absent : record.Phase, "cleared");
        }

        return record!;
    }

    /// <summary>Stores the slot.</summary>
    public void PutSlot(string market, long slot, SlotRecord record) =>
        _slots.Put(_slots.Root.And(market).And(slot), record);

    private void Refuse(string market, long slot, int phase, string wanted) =>
        _context.Reject("slot " + slot + " of market " + market + " is " + SlotPhase.NameOf(phase) + ", not " + wanted);
}
