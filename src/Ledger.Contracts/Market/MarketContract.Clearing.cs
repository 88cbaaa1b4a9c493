using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <content>Clearing.</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// Runs the auction of an open slot and seals it: O(n log n), two records and one page per 400 fills. Event
    /// <c>slotCleared</c>: market (text), slot, cleared Wh (longs), whether there is a price (bool), price (long).
    /// </summary>
    [Function]
    [Requires("role", "operator")]
    public void Clear(CallContext context, string market, long slot)
    {
        var state = new MarketState(context);
        state.OperatedMarket(market);
        var record = state.SlotIn(market, slot, SlotPhase.Open);
        var live = LiveOrders(state, market, slot);
        var orders = new AuctionOrder[live.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            var order = live[i];
            orders[i] = new AuctionOrder(
                order.OrderId, order.IsBuy, order.QuantityWh, order.PriceMicro, order.Sequence);
        }

        var result = KdaUniform.Clear(orders, record.Rules);
        PutPositions(state, market, slot, record.Participants, live, result);
        PutFills(state, market, slot, live, result);
        record.Phase = SlotPhase.Cleared;
        record.ClearedWh = (long)result.ClearedWh;
        record.PriceMicro = result.PriceMicro;
        record.LowMicro = result.LowMicro;
        record.HighMicro = result.HighMicro;
        record.WelfareNano = result.WelfareNano;
        record.Fills = result.Fills.Length;
        state.PutSlot(market, slot, record);
        context.Emit(
            "slotCleared",
            new RecordWriter()
                .Text(market)
                .Long(slot)
                .Long(record.ClearedWh)
                .Bool(result.HasPrice)
                .Long(record.PriceMicro)
                .ToArray());
    }

    private static OrderRecord[] LiveOrders(MarketState state, string market, long slot)
    {
        var all = state.Orders.Scan(state.Orders.Root.And(market).And(slot), MarketLimits.OrdersPerSlotMax);
        var live = new List<OrderRecord>();
        foreach (var order in all)
        {
            if (!order.IsCancelled)
            {
                live.Add(order);
            }
        }

        return live.ToArray();
    }

    private static void PutPositions(
        MarketState state, string market, long slot, int participants, OrderRecord[] live, AuctionResult result)
    {
        var filled = new long[live.Length];
        foreach (var fill in result.Fills)
        {
            filled[fill.Order] = fill.QuantityWh;
        }

        var values = new long[PositionsRecord.Columns * participants];
        for (var i = 0; i < live.Length; i++)
        {
            var column = (PositionsRecord.Columns * live[i].Participant) + (live[i].IsBuy ? 0 : 1);
            values[column] += filled[i];
            values[column + 2] += live[i].QuantityWh - filled[i];
        }

        state.Positions.Put(state.Positions.Root.And(market).And(slot), new PositionsRecord(values));
    }

    private static void PutFills(MarketState state, string market, long slot, OrderRecord[] live, AuctionResult result)
    {
        for (var first = 0; first < result.Fills.Length; first += MarketLimits.FillsPerPage)
        {
            var left = result.Fills.Length - first;
            var count = left < MarketLimits.FillsPerPage ? left : MarketLimits.FillsPerPage;
            var page = new FillPage(new string[count], new string[count], new long[count], new long[count]);
            for (var i = 0; i < count; i++)
            {
                var fill = result.Fills[first + i];
                var order = live[fill.Order];
                page.OrderIds[i] = order.OrderId;
                page.Accounts[i] = order.Account;
                page.BuysWh[i] = order.IsBuy ? fill.QuantityWh : 0;
                page.SellsWh[i] = order.IsBuy ? 0 : fill.QuantityWh;
            }

            state.FillPages.Put(
                state.FillPages.Root.And(market).And(slot).And(first / MarketLimits.FillsPerPage), page);
        }
    }
}
