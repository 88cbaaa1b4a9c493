using Ledger.Chaincode;
using Ledger.Contracts.Tokens;

namespace Ledger.Contracts.Market;

/// <summary>
/// The live orders of a slot as clearing sees them: those of the participants, what shiftable loads still want, and those
/// that came up from markets below.
/// </summary>
public sealed class SlotBook
{
    private SlotBook(OrderRecord[] orders, ParticipantRecord[] members)
    {
        Orders = orders;
        Members = members;
        Sequences = new long[orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            Sequences[i] = orders[i].Sequence;
        }
    }

    /// <summary>Live orders by source and id.</summary>
    public OrderRecord[] Orders { get; }

    /// <summary>The place of each order among those of its price: that of arrival, unless it is changed.</summary>
    public long[] Sequences { get; }

    /// <summary>The participants by index.</summary>
    public ParticipantRecord[] Members { get; }

    /// <summary>Begins the id of an order that stands for a flexible one; no participant can choose such an id.</summary>
    public const string FlexiblePrefix = "~";

    /// <summary>Reads the book; flexible orders enter it when it is read first.</summary>
    public static SlotBook Read(CallContext context, MarketState state, string market, long slot, SlotRecord record)
    {
        var members = state.MembersOf(market, record);
        AddFlexible(context, state, market, slot, record, members);
        var all = state.Orders.Scan(state.Orders.Root.And(market).And(slot), MarketLimits.OrdersPerSlotMax + 1);
        context.Require(all.Length <= MarketLimits.OrdersPerSlotMax, "slot " + slot + " has more than 10000 orders");
        var live = new List<OrderRecord>();
        foreach (var order in all)
        {
            if (!order.IsCancelled)
            {
                live.Add(order);
            }
        }

        return new SlotBook(live.ToArray(), members);
    }

    /// <summary>
    /// Whether what an order does not trade is gone, rather than left to the main grid: orders of sessions and of secured
    /// markets, block orders, and shiftable loads that have another slot to come.
    /// </summary>
    public static bool LeavesNothing(string market, SlotRecord record, OrderRecord order) =>
        record.Rules.IsSecured || order.LeastWh > 0 || IsFlexible(order) || MarketId.SessionOf(market).Length > 0;

    /// <summary>Whether the order stands for a flexible one.</summary>
    public static bool IsFlexible(OrderRecord order) => order.OrderId[0] == FlexiblePrefix[0];

    /// <summary>Whether <see cref="LeavesNothing"/> holds for an order of the book.</summary>
    public bool AnyLeavesNothing(string market, SlotRecord record)
    {
        foreach (var order in Orders)
        {
            if (LeavesNothing(market, record, order))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an order of the book stands for a flexible one.</summary>
    public bool HasFlexible()
    {
        foreach (var order in Orders)
        {
            if (IsFlexible(order))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddFlexible(
        CallContext context, MarketState state, string market, long slot, SlotRecord record,
            ParticipantRecord[] members)
    {
        if (MarketId.SessionOf(market).Length > 0)
        {
            return;
        }

        var flexible = state.FlexibleOrders.Scan(
            state.FlexibleOrders.Root.And(market), MarketLimits.FlexibleOrdersMax);
        foreach (var order in flexible)
        {
            if (order.FromSlot > slot || order.ToSlot < slot || order.Participant >= record.Participants)
            {
                continue;
            }

            var id = FlexiblePrefix + order.OrderId;
            var key = state.Orders.Root.And(market).And(slot).And("").And(id);
            var wanted = order.LeftWh < order.PerSlotWh ? order.LeftWh : order.PerSlotWh;
            var member = members[order.Participant];
            var capacityWh = SlotRules.CapacityWh(member.CapacityW);
            var free = capacityWh - TokenCalls.Drawn(context, member.Account, slot);
            wanted = wanted < free ? wanted : free;
            if (wanted <= 0 || state.Orders.Find(key) != null)
            {
                continue;
            }

            TokenCalls.Draw(context, member.Account, slot, capacityWh, wanted);
            state.Orders.Put(key, new OrderRecord
            {
                OrderId = id,
                Account = order.Account,
                Participant = order.Participant,
                IsBuy = true,
                QuantityWh = wanted,
                PriceMicro = order.PriceMicro,
                Sequence = record.Orders,
            });
            record.Orders++;
        }
    }
}
