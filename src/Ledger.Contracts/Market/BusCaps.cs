using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>
/// Applies the supervisor's caps of buses to a book: at a capped bus orders of each side keep their quantities in the
/// order of priority until the cap is used up. Caps only take away.
/// </summary>
public static class BusCaps
{
    /// <summary>
    /// The quantities of the orders, lowered where a cap says so. What has traded already, in a continuous auction, stays
    /// and comes off the cap first; null where nothing has.
    /// </summary>
    public static long[] Allowed(CallContext context, string market, long slot, SlotBook book, long[]? tradedWh)
    {
        var quantities = new long[book.Orders.Length];
        for (var i = 0; i < quantities.Length; i++)
        {
            quantities[i] = book.Orders[i].QuantityWh;
        }

        var microgrid = MarketId.MicrogridOf(market);
        var targets = RegistryCalls.GridTargets(context, microgrid, slot);
        if (targets.Length == 0)
        {
            return quantities;
        }

        var limits = RegistryCalls.GridLimits(context, microgrid, slot);
        var traded = tradedWh ?? new long[quantities.Length];
        var indices = new int[book.Orders.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = i;
        }

        MergeSort.Sort(indices, new BookPriority(book.Orders));
        for (var i = 0; i < limits.Length; i += 2)
        {
            if (targets[i] == "bus")
            {
                Cap(book, indices, targets[i + 1], true, SlotRules.CapacityWh(limits[i]), quantities, traded);
                Cap(book, indices, targets[i + 1], false, SlotRules.CapacityWh(limits[i + 1]), quantities, traded);
            }
        }

        return quantities;
    }

    private static void Cap(
        SlotBook book, int[] indices, string bus, bool isBuy, long capWh, long[] quantitiesWh, long[] tradedWh)
    {
        var left = capWh;
        foreach (var i in indices)
        {
            left -= IsAt(book, i, bus, isBuy) ? tradedWh[i] : 0;
        }

        left = left < 0 ? 0 : left;
        foreach (var i in indices)
        {
            if (IsAt(book, i, bus, isBuy))
            {
                var rest = quantitiesWh[i] - tradedWh[i];
                rest = rest < left ? rest : left;
                quantitiesWh[i] = tradedWh[i] + rest;
                left -= rest;
            }
        }
    }

    private static bool IsAt(SlotBook book, int index, string bus, bool isBuy)
    {
        var order = book.Orders[index];
        return order.IsBuy == isBuy && order.Source.Length == 0 && book.Members[order.Participant].Bus == bus;
    }

    /// <summary>Buys by falling, sells by rising price, then the earlier one; both sides apart.</summary>
    private sealed class BookPriority : IPrecedence
    {
        private readonly OrderRecord[] _orders;

        public BookPriority(OrderRecord[] orders)
        {
            _orders = orders;
        }

        public bool Precedes(int left, int right)
        {
            var a = _orders[left];
            var b = _orders[right];
            if (a.IsBuy != b.IsBuy)
            {
                return a.IsBuy;
            }

            if (a.PriceMicro != b.PriceMicro)
            {
                return a.IsBuy ? a.PriceMicro > b.PriceMicro : a.PriceMicro < b.PriceMicro;
            }

            return a.Sequence < b.Sequence;
        }
    }
}
