using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>The phases behind the schedule, moved by settlement.</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// Moves a slot on as settlement finds it: delivered (by hand: sealed) to metered, settled or disputed, and from a
    /// dispute back. Rejects any other way, naming the phase. Event <c>slotMoved</c>: market (text), slot (long), phase,
    /// reason (texts).
    /// </summary>
    [Function]
    [FromContract("settlement")]
    public void Move(CallContext context, string market, long slot, int phase, string reason)
    {
        var state = new MarketState(context);
        var record = state.FindSlot(market, slot);
        var now = state.PhaseOf(record, slot);
        var isTrade = MarketId.SessionOf(market).Length > 0 || (record != null && record.Sources.Length > 0);
        if (record == null || !IsWay(record, now, phase, isTrade))
        {
            context.Reject(
                "slot " + slot + " of market " + market + " is " + SlotPhase.NameOf(now) + " and cannot become "
                    + SlotPhase.NameOf(phase));
        }

        record.Phase = phase;
        record.Dispute = phase == SlotPhase.Disputed ? reason : record.Dispute;
        state.PutSlot(market, slot, record);
        if (phase == SlotPhase.Settled)
        {
            EndFlexible(state, market, slot);
        }

        context.Emit(
            "slotMoved",
            new RecordWriter().Text(market).Long(slot).Text(SlotPhase.NameOf(phase)).Text(reason).ToArray());
    }

    /// <summary>Trades alone are settled as soon as they are sealed; a slot with meters when it is over.</summary>
    private static bool IsWay(SlotRecord record, int now, int phase, bool isTrade)
    {
        var isOver = now == SlotPhase.Delivered || (now == SlotPhase.Sealed && !record.Timetable.IsTimed);
        return phase switch
        {
            SlotPhase.Metered => isOver || now == SlotPhase.Disputed,
            SlotPhase.Settled => isOver || now == SlotPhase.Metered || now == SlotPhase.Disputed
                || (isTrade && now == SlotPhase.Sealed),
            SlotPhase.Disputed => isOver || now is SlotPhase.Metered or SlotPhase.Settled,
            SlotPhase.Final => now is SlotPhase.Settled,
            _ => false,
        };
    }

    /// <summary>Flexible orders whose window ends with the slot are over.</summary>
    private static void EndFlexible(MarketState state, string market, long slot)
    {
        var root = state.FlexibleOrders.Root.And(market);
        foreach (var order in state.FlexibleOrders.Scan(root, MarketLimits.FlexibleOrdersMax))
        {
            if (order.ToSlot <= slot)
            {
                state.FlexibleOrders.Delete(root.And(order.OrderId));
            }
        }
    }
}
