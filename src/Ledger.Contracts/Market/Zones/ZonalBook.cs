using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Zones;

/// <summary>
/// A book by zone, sorted once: each zone's orders by their perturbed prices, which are all different. With the rank r
/// of an order by (sequence, id) and M = 4 (n + 1), a sell order has price x M + 2 r and a buy order price x M + M - 1 -
/// 2 r: earlier orders come first, and buys trade with sells at the same price.
/// </summary>
public sealed class ZonalBook
{
    /// <summary>Sorts a book; O(n log n).</summary>
    /// <exception cref="ContractRejection">An order names an unknown zone.</exception>
    public ZonalBook(AuctionOrder[] orders, ZoneNetwork network)
    {
        Orders = orders;
        Network = network;
        ZoneOf = new int[orders.Length];
        Keys = new Int128[orders.Length];
        var live = new List<int>();
        for (var i = 0; i < orders.Length; i++)
        {
            ZoneOf[i] = network.Find(orders[i].Zone);
            if (ZoneOf[i] < 0)
            {
                throw new ContractRejection("order " + orders[i].Id + " names the unknown zone " + orders[i].Zone);
            }

            if (orders[i].QuantityWh > 0)
            {
                live.Add(i);
            }
        }

        var ranked = live.ToArray();
        MergeSort.Sort(ranked, new ByTime(orders));
        var scale = 4 * ((Int128)ranked.Length + 1);
        for (var rank = 0; rank < ranked.Length; rank++)
        {
            var order = orders[ranked[rank]];
            Keys[ranked[rank]] = (order.PriceMicro * scale) + (order.IsBuy ? scale - 1 - (2 * rank) : 2 * rank);
        }

        MergeSort.Sort(ranked, new ByKey(Keys));
        ByZone = Split(ranked, network.Zones.Length);
    }

    /// <summary>The orders as given.</summary>
    public AuctionOrder[] Orders { get; }

    /// <summary>The zones.</summary>
    public ZoneNetwork Network { get; }

    /// <summary>Zone of each order.</summary>
    public int[] ZoneOf { get; }

    /// <summary>Perturbed price of each order.</summary>
    public Int128[] Keys { get; }

    /// <summary>Indices of each zone's orders with a quantity, by ascending perturbed price.</summary>
    public int[][] ByZone { get; }

    private int[][] Split(int[] sorted, int zones)
    {
        var counts = new int[zones];
        foreach (var index in sorted)
        {
            counts[ZoneOf[index]]++;
        }

        var split = new int[zones][];
        for (var zone = 0; zone < zones; zone++)
        {
            split[zone] = new int[counts[zone]];
            counts[zone] = 0;
        }

        foreach (var index in sorted)
        {
            var zone = ZoneOf[index];
            split[zone][counts[zone]] = index;
            counts[zone]++;
        }

        return split;
    }

    private sealed class ByTime : IPrecedence
    {
        private readonly AuctionOrder[] _orders;

        public ByTime(AuctionOrder[] orders)
        {
            _orders = orders;
        }

        public bool Precedes(int left, int right)
        {
            var (a, b) = (_orders[left], _orders[right]);
            return a.Sequence != b.Sequence ? a.Sequence < b.Sequence : Ordinal.Compare(a.Id, b.Id) < 0;
        }
    }

    private sealed class ByKey : IPrecedence
    {
        private readonly Int128[] _keys;

        public ByKey(Int128[] keys)
        {
            _keys = keys;
        }

        public bool Precedes(int left, int right) => _keys[left] < _keys[right];
    }
}
