using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>Read-only functions.</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// A slot as numbers: 0 phase now (<see cref="SlotPhase"/>), 1 cleared Wh, 2 whether there is a uniform price (0 or
    /// 1), 3 price, 4 low, 5 high (µ¤/kWh), 6 and 7 upper and lower 64 bits of the welfare in n¤, 8 orders (cancelled
    /// ones included), 9 fills, 10 participants, 11 surplus of the operator in n¤, 12 what the grid supervisor sells in
    /// Wh, 13 rounds of the auction, 14 pairs. All 0 before the slot is opened; while a continuous auction is open, 1 and 14
    /// are its trades so far.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Result(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var record = state.FindSlot(market, slot);
        if (record == null)
        {
            return new long[15];
        }

        return new long[]
        {
            state.PhaseOf(record, slot),
            record.ClearedWh,
            record.HasPrice ? 1 : 0,
            record.PriceMicro,
            record.LowMicro,
            record.HighMicro,
            (long)(record.WelfareNano >> 64),
            unchecked((long)record.WelfareNano),
            record.Orders,
            record.Fills,
            record.Participants,
            record.SurplusNano,
            record.SupervisorSellsWh,
            record.Rounds,
            record.Pairs,
        };
    }

    /// <summary>The phase of a slot by its name, at the ledger's time.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string Phase(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        return SlotPhase.NameOf(state.PhaseOf(state.FindSlot(market, slot), slot));
    }

    /// <summary>
    /// Until when meters may report a slot, in seconds since 1970-01-01 UTC; 0 when that time is over or the market has no
    /// timetable.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long ReadingsUntil(CallContext context, string market, long slot)
    {
        var record = new MarketState(context).FindSlot(market, slot);
        context.Require(record != null, "slot " + slot + " of market " + market + " is not opened");
        var until = record.Timetable.ReadingsUntil(slot);
        return record.Timetable.IsTimed && record.Timetable.Now(context) < until ? until : 0;
    }

    /// <summary>
    /// Names around a slot: mechanism, parent that matches its rest (or empty), reason of a dispute (or empty), then as
    /// lists the sessions, the sources, and the limits that bind.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Details(CallContext context, string market, long slot)
    {
        var record = new MarketState(context).FindSlot(market, slot);
        context.Require(record != null, "slot " + slot + " of market " + market + " is not opened");
        return new RecordWriter()
            .Text(record.Rules.Mechanism)
            .Text(record.SentTo)
            .Text(record.Dispute)
            .Texts(record.Sessions)
            .Texts(record.Sources)
            .Texts(record.Binding)
            .ToArray();
    }

    /// <summary>
    /// Accepted orders of a cleared slot by ordinal id: count (int), then per fill order id, account (texts), whether
    /// it buys (bool), quantity in Wh, amount in n¤ that the buyer pays or the seller receives (longs).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Fills(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var record = state.ClearedSlot(market, slot);
        var writer = new RecordWriter().Int(record.Fills);
        foreach (var page in state.FillPages.Scan(state.FillPages.Root.And(market).And(slot)))
        {
            for (var i = 0; i < page.OrderIds.Length; i++)
            {
                var signed = page.SignedWh[i];
                writer.Text(page.OrderIds[i]).Text(page.Accounts[i]).Bool(signed < 0);
                writer.Long(signed < 0 ? -signed : signed).Long(page.AmountsNano[i]);
            }
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Who delivers to whom in a cleared slot: count (int), then per pair buyer, seller, origin (texts), Wh (long).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Pairs(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var record = state.ClearedSlot(market, slot);
        var writer = new RecordWriter().Int(record.Pairs);
        foreach (var page in state.PairPages.Scan(state.PairPages.Root.And(market).And(slot)))
        {
            for (var i = 0; i < page.Buyers.Length; i++)
            {
                writer.Text(page.Buyers[i]).Text(page.Sellers[i]);
                writer.Text(Origins.NameOf((int)page.OriginNumbers[i])).Long(page.QuantitiesWh[i]);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Net energy in Wh that an account sold (positive) or bought (negative) in a cleared slot.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Position(CallContext context, string market, long slot, string account)
    {
        var state = new MarketState(context);
        var record = state.ClearedSlot(market, slot);
        var microgrid = MarketId.MicrogridOf(market);
        var participant = state.Participants.Find(state.Participants.Root.And(microgrid).And(account));
        if (participant == null || participant.Index >= record.Participants)
        {
            return 0;
        }

        var values = Positions(context, market, slot, "");
        var bought = PositionsRecord.Columns * participant.Index;
        return values[bought + 1] - values[bought];
    }

    /// <summary>
    /// What clearing left each participant with, in the order of <see cref="Participants"/>, seven numbers each: matched
    /// purchase, matched sale, unmatched bid, unmatched offer (Wh), paid, received, transport fee (n¤). The source is
    /// empty for the market's own participants, or a market whose rest came up to this one.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Positions(CallContext context, string market, long slot, string source)
    {
        var state = new MarketState(context);
        state.ClearedSlot(market, slot);
        var record = state.Positions.Find(state.Positions.Root.And(market).And(slot).And(source));
        return record == null ? new long[0] : record.Values;
    }

    /// <summary>
    /// Account and meter id, in turn, of those who take part in an opened slot, in the order of joining.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Participants(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var record = state.FindSlot(market, slot);
        context.Require(record != null, "slot " + slot + " of market " + market + " is not opened");
        var members = state.MembersOf(market, record);
        var names = new string[2 * members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            names[2 * i] = members[i].Account;
            names[(2 * i) + 1] = members[i].MeterId;
        }

        return names;
    }

    /// <summary>
    /// The book of a slot by source and order id: count (int), then per order id, account (texts), whether it buys
    /// (bool), quantity in Wh, limit price, sequence (longs), whether it is cancelled (bool).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Orders(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var orders = state.Orders.Scan(state.Orders.Root.And(market).And(slot), MarketLimits.OrdersPerSlotMax);
        var writer = new RecordWriter().Int(orders.Length);
        foreach (var order in orders)
        {
            writer.Text(order.OrderId).Text(order.Account).Bool(order.IsBuy);
            writer.Long(order.QuantityWh).Long(order.PriceMicro).Long(order.Sequence).Bool(order.IsCancelled);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Prices of the buses that the security check found for a slot, in the order of the feeder's buses, the last one for
    /// the transformer; µ¤/kWh. Empty when the market is not secured or nothing cleared.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] BusPrices(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        return state.BusPrices.Find(state.BusPrices.Root.And(market).And(slot))?.PriceMicro ?? new long[0];
    }

    /// <summary>
    /// Wh offered of each of <see cref="Origins"/> in the book of a slot, then Wh bid for by those who accept each.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] SupplyAndDemand(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        var sums = new long[2 * Origins.Count];
        foreach (var order in state.Orders.Scan(
            state.Orders.Root.And(market).And(slot), MarketLimits.OrdersPerSlotMax))
        {
            for (var origin = 0; origin < Origins.Count && !order.IsCancelled; origin++)
            {
                if (((order.OriginSet >> origin) & 1) == 1)
                {
                    sums[origin + (order.IsBuy ? Origins.Count : 0)] += order.QuantityWh;
                }
            }
        }

        return sums;
    }

    /// <summary>
    /// Start and phase, in turn, of the opened slots among the <paramref name="limit"/> quarters of an hour (1 to
    /// 3,072) from a slot on.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Slots(CallContext context, string market, long fromSlot, int limit)
    {
        SlotRules.Require(context, fromSlot);
        context.Require(limit is > 0 and <= SlotRules.RangeMax, "a limit is 1 to 3072");
        var state = new MarketState(context);
        var found = new List<long>();
        for (var i = 0; i < limit; i++)
        {
            var slot = fromSlot + (i * Slot.LengthSeconds);
            var record = state.FindSlot(market, slot);
            if (record != null)
            {
                found.Add(slot);
                found.Add(state.PhaseOf(record, slot));
            }
        }

        return found.ToArray();
    }
}
