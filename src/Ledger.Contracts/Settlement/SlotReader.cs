using Ledger.Chaincode;
using Ledger.Contracts.Market;
using Ledger.Contracts.Metering;
using Ledger.Contracts.Trading;

namespace Ledger.Contracts.Settlement;

/// <summary>Gathers what other contracts know of a slot. Lives for one call.</summary>
public readonly struct SlotReader
{
    private readonly CallContext _context;
    private readonly string _market;
    private readonly long _slot;

    /// <summary>Names the slot.</summary>
    public SlotReader(CallContext context, string market, long slot)
    {
        _context = context;
        _market = market;
        _slot = slot;
    }

    /// <summary>Facts of a slot; rejects naming the first meter without a reading, or session that is not sealed.</summary>
    public SlotFacts Read(SlotDetails details)
    {
        var names = MarketCalls.Participants(_context, _market, _slot);
        var count = names.Length / 2;
        var facts = new SlotFacts
        {
            Accounts = EveryOther(names, 0),
            MeterIds = EveryOther(names, 1),
            Positions = MarketCalls.Positions(_context, _market, _slot, ""),
            OtherBuyWh = new long[count],
            OtherSellWh = new long[count],
            UpperBuyWh = new long[count],
            UpperSellWh = new long[count],
            CalledWh = new long[count],
            ReservedWh = new long[count],
            TradedSellWh = new long[count],
            ImportWh = new long[count],
            ExportWh = new long[count],
            IsEstimated = new bool[count],
        };
        ReadMeters(facts);
        foreach (var session in details.Sessions)
        {
            AddSession(facts, session);
        }

        if (details.SentTo.Length > 0)
        {
            AddParent(facts, details.SentTo);
        }

        AddCalled(facts);
        AddTrades(facts);
        return facts;
    }

    /// <summary>Every second name, from an index on.</summary>
    public static string[] EveryOther(string[] values, int first)
    {
        var chosen = new string[values.Length / 2];
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = values[(2 * i) + first];
        }

        return chosen;
    }

    private void ReadMeters(SlotFacts facts)
    {
        var readings = MeteringCalls.ReadingsOf(_context, _slot, facts.MeterIds);
        for (var i = 0; i < facts.MeterIds.Length; i++)
        {
            var first = MeteringCalls.Columns * i;
            _context.Require(
                readings[first] >= 0, "meter " + facts.MeterIds[i] + " has no reading for slot " + _slot);
            facts.ImportWh[i] = readings[first];
            facts.ExportWh[i] = readings[first + 1];
            facts.IsEstimated[i] = readings[first + 2] == 1;
        }
    }

    private void AddSession(SlotFacts facts, string session)
    {
        RequireSealed(session);
        var positions = MarketCalls.Positions(_context, session, _slot, "");
        var isReserve = MarketId.SessionOf(session) == MarketId.Reserve;
        for (var i = 0; i < facts.Accounts.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            if (isReserve)
            {
                facts.ReservedWh[i] += positions[first + 1];
                continue;
            }

            facts.OtherBuyWh[i] += positions[first];
            facts.OtherSellWh[i] += positions[first + 1];
        }
    }

    private void AddParent(SlotFacts facts, string parent)
    {
        RequireSealed(parent);
        var positions = MarketCalls.Positions(_context, parent, _slot, _market);
        for (var i = 0; i < facts.Accounts.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            facts.OtherBuyWh[i] += positions[first];
            facts.OtherSellWh[i] += positions[first + 1];
            facts.UpperBuyWh[i] = positions[first];
            facts.UpperSellWh[i] = positions[first + 1];
        }
    }

    private void AddCalled(SlotFacts facts)
    {
        var called = new RecordStore<NumbersRecord>(_context, "called");
        for (var i = 0; i < facts.Accounts.Length && HasReserve(facts); i++)
        {
            var record = called.Find(called.Root.And(_market).And(_slot).And(facts.Accounts[i]));
            if (record != null)
            {
                facts.CalledWh[i] = record.Values[0];
                facts.OtherSellWh[i] += record.Values[0];
            }
        }
    }

    private void AddTrades(SlotFacts facts)
    {
        var traded = TradingCalls.TradedEnergy(_context, _slot, facts.Accounts);
        for (var i = 0; i < facts.Accounts.Length; i++)
        {
            _context.Require(
                traded[(3 * i) + 2] == 0,
                "account " + facts.Accounts[i] + " has a bilateral trade in slot " + _slot + " that is not settled");
            facts.TradedSellWh[i] = traded[3 * i];
            facts.OtherSellWh[i] += traded[3 * i];
            facts.OtherBuyWh[i] += traded[(3 * i) + 1];
        }
    }

    private static bool HasReserve(SlotFacts facts)
    {
        foreach (var reserved in facts.ReservedWh)
        {
            if (reserved > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void RequireSealed(string market)
    {
        var phase = (int)MarketCalls.Result(_context, market, _slot)[0];
        _context.Require(
            phase >= SlotPhase.Sealed,
            "slot " + _slot + " of market " + market + " is " + SlotPhase.NameOf(phase) + ", not sealed");
    }
}
