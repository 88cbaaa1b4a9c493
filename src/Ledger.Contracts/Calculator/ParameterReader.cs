using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Market.Zones;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Calculator;

/// <summary>Reads orders and the parameters of mechanisms from documents. Pure.</summary>
public static class ParameterReader
{
    /// <summary>The orders of a book.</summary>
    /// <exception cref="ContractRejection">An order is wrong, or an id comes twice.</exception>
    public static AuctionOrder[] Orders(DocumentNode list)
    {
        var orders = new AuctionOrder[list.AsList().Count];
        var indices = new int[orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            orders[i] = Order(list.At(i));
            indices[i] = i;
        }

        MergeSort.Sort(indices, new OrderIdPrecedence(orders));
        for (var i = 1; i < indices.Length; i++)
        {
            if (orders[indices[i]].Id == orders[indices[i - 1]].Id)
            {
                throw list.At(indices[i]).Wrong("has the id " + orders[indices[i]].Id + " of another order");
            }
        }

        return orders;
    }

    /// <summary>The parameters of all mechanisms; absent ones have their defaults.</summary>
    public static MechanismParameters Parameters(DocumentNode node) => new()
    {
        KNumerator = node.Long("kNum", 1),
        KDenominator = node.Long("kDen", 2),
        IsMarginalInterval = Choice(node, "interval", "equilibrium", "marginal"),
        IsProRata = Choice(node, "tie", "time", "prorata") || Choice(node, "ration", "time", "prorata"),
        PriceMicro = node.Long("priceMicro", 0),
        IsSupervised = node.Flag("supervisor", false),
        DemandWh = node.Long("demandWh", 0),
        ReservePriceMicro = node.Long("reservePriceMicro", 0),
        Zones = node.Find("zones") == null ? ZoneNetwork.Empty() : Zones(node),
        Graph = node.Find("edges") == null ? FeeGraph.Empty() : Graph(node),
    };

    /// <summary>The fields <c>zones</c> and <c>links</c>.</summary>
    public static ZoneNetwork Zones(DocumentNode node)
    {
        var zones = node.Texts("zones");
        var names = new ZoneNetwork(zones, new ZoneLink[0]);
        var list = node.Find("links") ?? DocumentNode.List();
        var links = new ZoneLink[list.AsList().Count];
        for (var i = 0; i < links.Length; i++)
        {
            var link = list.At(i);
            links[i] = new ZoneLink(
                link.Text("id"), Zone(names, link, "a"), Zone(names, link, "b"), link.Long("capAB", 0, long.MaxValue),
                link.Long("capBA", 0, long.MaxValue));
        }

        return new ZoneNetwork(zones, links);
    }

    /// <summary>The field <c>edges</c>.</summary>
    public static FeeGraph Graph(DocumentNode node)
    {
        var edges = node.Items("edges");
        var a = new string[edges.Count];
        var b = new string[edges.Count];
        var fees = new long[edges.Count];
        for (var i = 0; i < edges.Count; i++)
        {
            a[i] = edges.At(i).Text("a");
            b[i] = edges.At(i).Text("b");
            fees[i] = edges.At(i).Long("feeMicro", 0, FeeGraph.FeeMicroMax);
        }

        return new FeeGraph(a, b, fees);
    }

    /// <summary>One of two texts; whether it is the second.</summary>
    public static bool Choice(DocumentNode node, string name, string first, string second)
    {
        var text = node.Text(name, first);
        if (text != first && text != second)
        {
            throw node.Item(name).Wrong("is neither " + first + " nor " + second);
        }

        return text == second;
    }

    private static AuctionOrder Order(DocumentNode node)
    {
        var quantity = node.Long("qtyWh", 0, long.MaxValue);
        var price = node.Long("priceMicro", -long.MaxValue, long.MaxValue);
        if ((Int128)quantity * (price < 0 ? -price : price) > long.MaxValue)
        {
            throw node.Wrong("has a quantity times price beyond 2^63 - 1");
        }

        return new AuctionOrder(
            node.Text("id"), !Choice(node, "side", "buy", "sell"), quantity, price, node.Long("seq", 0))
        {
            Owner = node.Text("owner", ""),
            Zone = node.Text("zone", ""),
            Node = node.Text("node", ""),
            Origin = node.Text("origin", ""),
            Origins = node.Texts("origins"),
        };
    }

    private static int Zone(ZoneNetwork names, DocumentNode link, string end)
    {
        var zone = names.Find(link.Text(end));
        return zone >= 0 ? zone : throw link.Item(end).Wrong("is no zone of the list");
    }
}
