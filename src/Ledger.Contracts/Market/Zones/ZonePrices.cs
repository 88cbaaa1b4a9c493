namespace Ledger.Contracts.Market.Zones;

/// <summary>
/// The lowest zone prices such that no zone's price is below its last accepted offer or first rejected bid, prices are
/// equal across a link with room both ways, and the receiving end of a full link is not cheaper. On a forest each price
/// is the largest bound among the zones that reach it: one pass to the roots, one back. Pure.
/// </summary>
internal static class ZonePrices
{
    public static long?[] Lowest(ZonalClearing clearing, bool[] isRemoved)
    {
        var network = clearing.Book.Network;
        var prices = new long?[network.Zones.Length];
        for (var i = 0; i < isRemoved.Length; i++)
        {
            var order = clearing.Book.Orders[i];
            var bounds = order.IsBuy ? clearing.Filled[i] < order.QuantityWh : clearing.Filled[i] > 0;
            if (bounds && !isRemoved[i] && order.QuantityWh > 0)
            {
                Raise(prices, clearing.Book.ZoneOf[i], order.PriceMicro);
            }
        }

        for (var i = network.Order.Length - 1; i >= 0; i--)
        {
            Pass(clearing, prices, network.Order[i], isUpward: true);
        }

        foreach (var zone in network.Order)
        {
            Pass(clearing, prices, zone, isUpward: false);
        }

        return prices;
    }

    /// <summary>Whether the price of b is at least that of a, and the other way round.</summary>
    private static (bool AToB, bool BToA) Relations(ZoneLink link, Int128 flow)
    {
        var isFullForth = flow == link.LimitForthWh;
        var isFullBack = flow == -(Int128)link.LimitBackWh;
        return isFullForth && isFullBack ? (false, false) : (!isFullBack, !isFullForth);
    }

    private static void Pass(ZonalClearing clearing, long?[] prices, int zone, bool isUpward)
    {
        var network = clearing.Book.Network;
        var index = network.ParentLink[zone];
        if (index < 0)
        {
            return;
        }

        var link = network.Links[index];
        var (aToB, bToA) = Relations(link, clearing.FlowsWh[index]);
        var parent = network.ParentOf(zone);
        var (from, to) = isUpward ? (zone, parent) : (parent, zone);
        if ((link.A == from ? aToB : bToA) && prices[from] is long price)
        {
            Raise(prices, to, price);
        }
    }

    private static void Raise(long?[] prices, int zone, long bound)
    {
        if (prices[zone] is not long price || price < bound)
        {
            prices[zone] = bound;
        }
    }
}
