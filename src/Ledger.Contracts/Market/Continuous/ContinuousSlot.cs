using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// The continuous book of a slot (cda) in the state: the same rules as <see cref="ContinuousBook"/>, but an order that
/// comes reads only those that it trades with and a few more, however many rest. Lives for one call.
/// </summary>
public readonly struct ContinuousSlot
{
    /// <summary>Resting orders that are looked at first; four times as many each time that they do not suffice.</summary>
    private const int FirstLook = 4;

    private readonly CallContext _context;
    private readonly RecordStore<RestingRecord> _resting;
    private readonly RecordStore<TradesRecord> _trades;
    private readonly RecordStore<AmendmentRecord> _amendments;
    private readonly string _market;
    private readonly long _slot;

    /// <summary>Names the slot.</summary>
    public ContinuousSlot(CallContext context, string market, long slot)
    {
        _context = context;
        _resting = new RecordStore<RestingRecord>(context, "resting");
        _trades = new RecordStore<TradesRecord>(context, "trades");
        _amendments = new RecordStore<AmendmentRecord>(context, "amendment");
        _market = market;
        _slot = slot;
    }

    /// <summary>
    /// Trades what is open of an order with the best resting orders at their prices. What is left of a <c>GTC</c> order
    /// rests; <c>FOK</c> trades all or nothing. Rejects when it would trade with too many at once. Event <c>traded</c>:
    /// market (text), slot (long), the order, its account (texts), whether it buys (bool), its limit price (long), then
    /// as columns the resting orders, their accounts (texts), Wh, prices (longs).
    /// </summary>
    /// <returns>Traded Wh.</returns>
    public long Enter(SlotRecord record, OrderRecord order, long openWh, string timeInForce)
    {
        var makers = Makers(order, openWh, out var tradableWh, out var isEnough);
        if (!isEnough)
        {
            _context.Reject(
                "order " + order.OrderId + " would trade with more than 400 others at once: place it in parts");
        }

        if (timeInForce == TimeInForce.FillOrKill && tradableWh < openWh)
        {
            return 0;
        }

        if (makers.Count > 0)
        {
            var trades = Trade(record, order, makers, tradableWh);
            var writer = new RecordWriter().Text(_market).Long(_slot).Text(trades.Taker).Text(trades.TakerAccount);
            writer.Bool(trades.TakerIsBuy).Long(trades.TakerLimitMicro).Texts(trades.Makers).Texts(trades.MakerAccounts);
            _context.Emit("traded", writer.Longs(trades.QuantitiesWh).Longs(trades.PricesMicro).ToArray());
        }

        if (tradableWh < openWh && timeInForce == TimeInForce.GoodTillCancelled)
        {
            Put(order.IsBuy, new RestingRecord(
                order.OrderId, order.Account, order.PriceMicro, order.Sequence, openWh - tradableWh));
        }

        return tradableWh;
    }

    /// <summary>
    /// Trades an order that came when the book was closed, a flexible one, with at most as many resting orders as one
    /// order may; nothing of it rests, and there is no event.
    /// </summary>
    public void Take(SlotRecord record, OrderRecord order)
    {
        var makers = Makers(order, order.QuantityWh, out var tradableWh, out _);
        if (makers.Count > 0)
        {
            Trade(record, order, makers, tradableWh);
        }
    }

    /// <summary>What rests of an order; 0 when nothing does.</summary>
    public long LeftOf(OrderRecord order) => _resting.Find(KeyOf(order))?.LeftWh ?? 0;

    /// <summary>Sets what rests of an order that rests; 0 takes it out of the book.</summary>
    public void SetLeft(OrderRecord order, long leftWh)
    {
        if (leftWh == 0)
        {
            _resting.Delete(KeyOf(order));
            return;
        }

        Put(order.IsBuy, new RestingRecord(order.OrderId, order.Account, order.PriceMicro, order.Sequence, leftWh));
    }

    /// <summary>Notes that an order goes on under another sequence.</summary>
    public void PutAmendment(int before, int after) => _amendments.Put(
        _amendments.Root.And(_market).And(_slot).And(after), new AmendmentRecord(before, after));

    /// <summary>All amendments so far, by the sequence that they led to.</summary>
    public AmendmentRecord[] Amendments() => _amendments.Scan(_amendments.Root.And(_market).And(_slot));

    /// <summary>All trades so far, one record for each order that traded when it came, in that order.</summary>
    public TradesRecord[] Trades() => _trades.Scan(_trades.Root.And(_market).And(_slot));

    /// <summary>The best resting orders of a side, best first.</summary>
    public RestingRecord[] Best(bool isBuy, int limit) => _resting.Scan(SideKey(isBuy), limit);

    /// <summary>
    /// The resting orders, best first, that an order crosses and needs, their tradable Wh, and whether these are all:
    /// false when one order may not trade with more.
    /// </summary>
    private List<RestingRecord> Makers(OrderRecord order, long openWh, out long tradableWh, out bool isEnough)
    {
        var look = FirstLook;
        while (true)
        {
            var makers = new List<RestingRecord>();
            var left = openWh;
            foreach (var resting in Best(!order.IsBuy, look))
            {
                if (left == 0 || !Crosses(order, resting))
                {
                    break;
                }

                left -= resting.LeftWh < left ? resting.LeftWh : left;
                makers.Add(resting);
            }

            tradableWh = openWh - left;
            isEnough = left == 0 || makers.Count < look;
            if (isEnough || look == MarketLimits.TradesPerOrderMax)
            {
                return makers;
            }

            look = 4 * look < MarketLimits.TradesPerOrderMax ? 4 * look : MarketLimits.TradesPerOrderMax;
        }
    }

    private TradesRecord Trade(SlotRecord record, OrderRecord order, List<RestingRecord> makers, long tradableWh)
    {
        var count = makers.Count;
        var trades = new TradesRecord
        {
            Taker = order.OrderId,
            TakerSequence = order.Sequence,
            TakerAccount = order.Account,
            TakerIsBuy = order.IsBuy,
            TakerLimitMicro = order.PriceMicro,
            Makers = new string[count],
            MakerSequences = new long[count],
            MakerAccounts = new string[count],
            QuantitiesWh = new long[count],
            PricesMicro = new long[count],
        };
        var left = tradableWh;
        for (var i = 0; i < count; i++)
        {
            var maker = makers[i];
            var quantity = maker.LeftWh < left ? maker.LeftWh : left;
            left -= quantity;
            trades.Makers[i] = maker.OrderId;
            trades.MakerSequences[i] = maker.Sequence;
            trades.MakerAccounts[i] = maker.Account;
            trades.QuantitiesWh[i] = quantity;
            trades.PricesMicro[i] = maker.PriceMicro;
            if (quantity == maker.LeftWh)
            {
                _resting.Delete(KeyOf(!order.IsBuy, maker.PriceMicro, maker.Sequence));
            }
            else
            {
                Put(!order.IsBuy, maker.WithLeft(maker.LeftWh - quantity));
            }
        }

        _trades.Put(_trades.Root.And(_market).And(_slot).And(order.Sequence), trades);
        record.ClearedWh += tradableWh;
        record.Pairs += count;
        return trades;
    }

    private static bool Crosses(OrderRecord order, RestingRecord resting) =>
        order.IsBuy ? order.PriceMicro >= resting.PriceMicro : order.PriceMicro <= resting.PriceMicro;

    private void Put(bool isBuy, RestingRecord resting) =>
        _resting.Put(KeyOf(isBuy, resting.PriceMicro, resting.Sequence), resting);

    private StateKey KeyOf(OrderRecord order) => KeyOf(order.IsBuy, order.PriceMicro, order.Sequence);

    private StateKey KeyOf(bool isBuy, long priceMicro, int sequence) =>
        SideKey(isBuy).And(isBuy ? -priceMicro : priceMicro).And(sequence);

    private StateKey SideKey(bool isBuy) => _resting.Root.And(_market).And(_slot).And(isBuy ? 0 : 1);
}
