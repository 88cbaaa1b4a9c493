using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// The grid as an undirected graph whose edges have a transport fee in µ¤/kWh (M13). Nodes are numbered in the ordinal
/// order of their names. Immutable.
/// </summary>
public sealed class FeeGraph
{
    /// <summary>Most edges.</summary>
    public const int EdgesMax = 16_384;

    /// <summary>Largest fee of an edge in µ¤/kWh.</summary>
    public const long FeeMicroMax = 1_000_000_000_000;

    private readonly int[] _starts;
    private readonly int[] _neighbours;
    private readonly long[] _fees;

    /// <summary>Builds the graph; O(e log e).</summary>
    /// <param name="a">One end of each edge.</param>
    /// <param name="b">The other end.</param>
    /// <param name="feeMicro">The fee of each edge, 0 to <see cref="FeeMicroMax"/>.</param>
    /// <exception cref="ContractRejection">A fee is out of range, or there are too many edges.</exception>
    public FeeGraph(string[] a, string[] b, long[] feeMicro)
    {
        if (a.Length > EdgesMax)
        {
            throw new ContractRejection("a grid has at most 16384 edges");
        }

        Names = Distinct(a, b);
        var starts = new int[Names.Length + 1];
        for (var i = 0; i < a.Length; i++)
        {
            if (feeMicro[i] is < 0 or > FeeMicroMax)
            {
                throw new ContractRejection("the fee between " + a[i] + " and " + b[i] + " is not 0 to 10^12");
            }

            starts[Find(a[i]) + 1]++;
            starts[Find(b[i]) + 1]++;
        }

        for (var i = 0; i < Names.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        _starts = starts;
        _neighbours = new int[2 * a.Length];
        _fees = new long[2 * a.Length];
        var next = new int[Names.Length];
        for (var i = 0; i < a.Length; i++)
        {
            Put(next, Find(a[i]), Find(b[i]), feeMicro[i]);
            Put(next, Find(b[i]), Find(a[i]), feeMicro[i]);
        }
    }

    /// <summary>The nodes that an edge names, in ordinal order.</summary>
    public string[] Names { get; }

    /// <summary>No edges.</summary>
    public static FeeGraph Empty() => new(new string[0], new string[0], new long[0]);

    /// <summary>Number of a node, or -1 when no edge names it.</summary>
    public int Find(string name)
    {
        var low = 0;
        var high = Names.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Ordinal.Compare(Names[middle], name);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return -1;
    }

    /// <summary>Places of a node's edges for <see cref="NeighbourAt"/> and <see cref="FeeAt"/>.</summary>
    public (int First, int End) EdgesOf(int node) => (_starts[node], _starts[node + 1]);

    /// <summary>The node at the other end of an edge.</summary>
    public int NeighbourAt(int edge) => _neighbours[edge];

    /// <summary>The fee of an edge in µ¤/kWh.</summary>
    public long FeeAt(int edge) => _fees[edge];

    private static string[] Distinct(string[] a, string[] b)
    {
        var all = new string[a.Length + b.Length];
        var indices = new int[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = i < a.Length ? a[i] : b[i - a.Length];
            indices[i] = i;
        }

        MergeSort.Sort(indices, new ByName(all));
        var names = new List<string>();
        foreach (var index in indices)
        {
            if (names.Count == 0 || names[names.Count - 1] != all[index])
            {
                names.Add(all[index]);
            }
        }

        return names.ToArray();
    }

    private void Put(int[] next, int from, int to, long fee)
    {
        var place = _starts[from] + next[from];
        _neighbours[place] = to;
        _fees[place] = fee;
        next[from]++;
    }

    private sealed class ByName : IPrecedence
    {
        private readonly string[] _names;

        public ByName(string[] names)
        {
            _names = names;
        }

        public bool Precedes(int left, int right) => Ordinal.Compare(_names[left], _names[right]) < 0;
    }
}
