namespace Ledger.Contracts.Market.Zones;

/// <summary>
/// The allocation of largest welfare under the limits of the links, which the perturbed prices make unique, and the
/// lowest zone prices that support it. Exact: from the leaves to the roots, export curves are clipped by the limits and
/// merged. O(n log n) and O(n) more per zone on the longest path. Pure.
/// </summary>
public sealed class ZonalClearing
{
    /// <summary>Clears.</summary>
    /// <param name="book">The sorted book.</param>
    /// <param name="isRemoved">Orders that are left out.</param>
    public ZonalClearing(ZonalBook book, bool[] isRemoved)
    {
        Book = book;
        Filled = Fill(book, isRemoved);
        FlowsWh = new Int128[book.Network.Links.Length];
        BuyWh = new Int128[book.Network.Zones.Length];
        SellWh = new Int128[book.Network.Zones.Length];
        for (var i = 0; i < Filled.Length; i++)
        {
            var side = book.Orders[i].IsBuy ? BuyWh : SellWh;
            side[book.ZoneOf[i]] += Filled[i];
        }

        SetFlows();
        PricesMicro = ZonePrices.Lowest(this, isRemoved);
    }

    /// <summary>The book.</summary>
    public ZonalBook Book { get; }

    /// <summary>Accepted Wh of each order.</summary>
    public long[] Filled { get; }

    /// <summary>Wh over each link, positive from a to b.</summary>
    public Int128[] FlowsWh { get; }

    /// <summary>Accepted purchases of each zone.</summary>
    public Int128[] BuyWh { get; }

    /// <summary>Accepted sales of each zone.</summary>
    public Int128[] SellWh { get; }

    /// <summary>Price of each zone in µ¤/kWh; null where nothing bounds it.</summary>
    public long?[] PricesMicro { get; }

    /// <summary>Sum over the links of flow x (price at its end - price at its start), in n¤.</summary>
    public Int128 CongestionRentNano()
    {
        Int128 rent = 0;
        for (var i = 0; i < FlowsWh.Length; i++)
        {
            var link = Book.Network.Links[i];
            if (FlowsWh[i] != 0 && PricesMicro[link.A] is long a && PricesMicro[link.B] is long b)
            {
                rent += FlowsWh[i] * ((Int128)b - a);
            }
        }

        return rent;
    }

    private static long[] Fill(ZonalBook book, bool[] isRemoved)
    {
        var network = book.Network;
        var passed = new long[book.Orders.Length];
        var curves = new ExportCurve[network.Zones.Length];
        for (var zone = 0; zone < curves.Length; zone++)
        {
            curves[zone] = CurveOf(book, zone, isRemoved);
        }

        for (var i = network.Order.Length - 1; i >= 0; i--)
        {
            var zone = network.Order[i];
            if (network.ParentLink[zone] < 0)
            {
                curves[zone].Balance(passed);
                continue;
            }

            var link = network.Links[network.ParentLink[zone]];
            var (export, import) = link.A == zone
                ? (link.LimitForthWh, link.LimitBackWh)
                : (link.LimitBackWh, link.LimitForthWh);
            var parent = network.ParentOf(zone);
            curves[parent] = curves[parent].Merge(curves[zone].Clip(import, export, passed), book.Keys);
        }

        for (var i = 0; i < passed.Length; i++)
        {
            if (book.Orders[i].IsBuy && !isRemoved[i])
            {
                passed[i] = book.Orders[i].QuantityWh - passed[i];
            }
        }

        return passed;
    }

    private static ExportCurve CurveOf(ZonalBook book, int zone, bool[] isRemoved)
    {
        var orders = new List<int>();
        var widths = new List<long>();
        Int128 start = 0;
        foreach (var index in book.ByZone[zone])
        {
            if (!isRemoved[index])
            {
                var order = book.Orders[index];
                orders.Add(index);
                widths.Add(order.QuantityWh);
                start -= order.IsBuy ? order.QuantityWh : 0;
            }
        }

        return new ExportCurve(orders.ToArray(), widths.ToArray(), start);
    }

    /// <summary>A subtree's export is the flow to its parent.</summary>
    private void SetFlows()
    {
        var network = Book.Network;
        var exports = new Int128[network.Zones.Length];
        for (var i = network.Order.Length - 1; i >= 0; i--)
        {
            var zone = network.Order[i];
            exports[zone] += SellWh[zone] - BuyWh[zone];
            if (network.ParentLink[zone] >= 0)
            {
                exports[network.ParentOf(zone)] += exports[zone];
                var link = network.ParentLink[zone];
                FlowsWh[link] = network.Links[link].A == zone ? exports[zone] : -exports[zone];
            }
        }
    }
}
