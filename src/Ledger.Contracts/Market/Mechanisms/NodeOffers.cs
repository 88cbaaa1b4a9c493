using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>The sell orders that reach one node, by landed price, then sequence, then id. Not shared.</summary>
internal sealed class NodeOffers
{
    private readonly AuctionOrder[] _orders;
    private readonly FeeGraph _graph;
    private readonly FeePaths? _paths;
    private readonly int[] _offers;
    private int _first;

    public NodeOffers(OrderBook book, FeeGraph graph, string node)
    {
        Node = node;
        _orders = book.Orders;
        _graph = graph;
        var target = graph.Find(node);
        _paths = target < 0 ? null : new FeePaths(graph, target);
        var reachable = new List<int>();
        var landed = new Int128[book.Orders.Length];
        foreach (var sell in book.Sells)
        {
            var start = graph.Find(_orders[sell].Node);
            if (_orders[sell].Node == node || (_paths != null && start >= 0 && _paths.Reaches(start)))
            {
                reachable.Add(sell);
                landed[sell] = (Int128)_orders[sell].PriceMicro + FeeOf(sell);
            }
        }

        _offers = reachable.ToArray();
        MergeSort.Sort(_offers, new ByLandedPrice(_orders, landed));
    }

    public string Node { get; }

    public int Count => _offers.Length;

    /// <summary>Place of the first offer with something left; what is used up stays so.</summary>
    public int First(long[] filled)
    {
        while (_first < _offers.Length && filled[_offers[_first]] == _orders[_offers[_first]].QuantityWh)
        {
            _first++;
        }

        return _first;
    }

    public int OrderAt(int place) => _offers[place];

    public long FeeAt(int place) => FeeOf(_offers[place]);

    public Int128 PriceAt(int place) => (Int128)_orders[_offers[place]].PriceMicro + FeeAt(place);

    /// <summary>Nodes from the seller to this node.</summary>
    public string[] PathAt(int place)
    {
        var from = _orders[_offers[place]].Node;
        return from == Node ? new[] { Node } : _paths!.Path(_graph.Find(from));
    }

    private long FeeOf(int sell) =>
        _orders[sell].Node == Node ? 0 : _paths!.FeeMicro(_graph.Find(_orders[sell].Node));

    private sealed class ByLandedPrice : IPrecedence
    {
        private readonly AuctionOrder[] _orders;
        private readonly Int128[] _landed;

        public ByLandedPrice(AuctionOrder[] orders, Int128[] landed)
        {
            _orders = orders;
            _landed = landed;
        }

        public bool Precedes(int left, int right)
        {
            if (_landed[left] != _landed[right])
            {
                return _landed[left] < _landed[right];
            }

            var (a, b) = (_orders[left], _orders[right]);
            return a.Sequence != b.Sequence ? a.Sequence < b.Sequence : Ordinal.Compare(a.Id, b.Id) < 0;
        }
    }
}
