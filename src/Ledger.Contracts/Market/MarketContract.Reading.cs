using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>Read-only functions.</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// A slot as numbers: 0 phase (0 not opened, 1 open, 2 cleared, 3 settled), 1 cleared Wh, 2 whether there is a
    /// price (0 or 1), 3 price, 4 low, 5 high (µ¤/kWh), 6 and 7 upper and lower 64 bits of the welfare in n¤, 8 orders
    /// (cancelled ones included), 9 fills, 10 participants. All 0 before the slot is opened.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Result(CallContext context, string market, long slot)
    {
        var record = new MarketState(context).FindSlot(market, slot);
        if (record == null)
        {
            return new long[11];
        }

        return new long[]
        {
            record.Phase,
            record.ClearedWh,
            record.ClearedWh > 0 ? 1 : 0,
            record.PriceMicro,
            record.LowMicro,
            record.HighMicro,
            (long)(record.WelfareNano >> 64),
            unchecked((long)record.WelfareNano),
            record.Orders,
            record.Fills,
            record.Participants,
        };
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
                var isBuy = page.BuysWh[i] > 0;
                var quantity = isBuy ? page.BuysWh[i] : page.SellsWh[i];
                writer.Text(page.OrderIds[i]).Text(page.Accounts[i]).Bool(isBuy);
                writer.Long(quantity).Long(quantity * record.PriceMicro);
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
        var participant = state.Participants.Find(state.Participants.Root.And(market).And(account));
        if (participant == null || participant.Index >= record.Participants)
        {
            return 0;
        }

        var values = Positions(context, market, slot);
        var bought = PositionsRecord.Columns * participant.Index;
        return values[bought + 1] - values[bought];
    }

    /// <summary>
    /// What clearing left each participant with, in the order of <see cref="Participants"/>, four numbers each in Wh:
    /// matched purchase, matched sale, unmatched bid, unmatched offer.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Positions(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        state.ClearedSlot(market, slot);
        var record = state.Positions.Find(state.Positions.Root.And(market).And(slot));
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
        var members = state.Members.Scan(state.Members.Root.And(market), record.Participants);
        var names = new string[2 * members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            names[2 * i] = members[i].Account;
            names[(2 * i) + 1] = members[i].MeterId;
        }

        return names;
    }

    /// <summary>
    /// The book of a slot by order id: count (int), then per order id, account (texts), whether it buys (bool),
    /// quantity in Wh, limit price, sequence (longs), whether it is cancelled (bool).
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
                found.Add(record.Phase);
            }
        }

        return found.ToArray();
    }
}
