namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// The cheapest paths of a <see cref="FeeGraph"/> from every node to one target: smallest fee, then fewer edges, then
/// the ordinally smallest list of nodes. Dijkstra's algorithm over (fee, edges), O((n + e) log n). Immutable.
/// </summary>
public sealed class FeePaths
{
    private readonly FeeGraph _graph;
    private readonly int _target;
    private readonly long[] _fees;
    private readonly int[] _edges;

    /// <summary>Finds them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="target">Number of the target.</param>
    public FeePaths(FeeGraph graph, int target)
    {
        _graph = graph;
        _target = target;
        _fees = new long[graph.Names.Length];
        _edges = new int[graph.Names.Length];
        Array.Fill(_edges, -1);
        Search();
    }

    /// <summary>Whether the node has a path to the target.</summary>
    public bool Reaches(int node) => _edges[node] >= 0;

    /// <summary>Fee of the cheapest path in µ¤/kWh; only for nodes with a path.</summary>
    public long FeeMicro(int node) => _fees[node];

    /// <summary>Names along the path, from the node to the target; only for nodes with a path.</summary>
    public string[] Path(int node)
    {
        var path = new string[_edges[node] + 1];
        var at = node;
        for (var i = 0; i < path.Length; i++)
        {
            path[i] = _graph.Names[at];
            at = at == _target ? at : Next(at);
        }

        return path;
    }

    /// <summary>The neighbour of smallest name that continues a cheapest path: nodes are numbered by name.</summary>
    private int Next(int node)
    {
        var next = -1;
        var (first, end) = _graph.EdgesOf(node);
        for (var i = first; i < end; i++)
        {
            var neighbour = _graph.NeighbourAt(i);
            if (_edges[neighbour] >= 0 && _edges[neighbour] == _edges[node] - 1
                && _fees[neighbour] + _graph.FeeAt(i) == _fees[node] && (next < 0 || neighbour < next))
            {
                next = neighbour;
            }
        }

        return next;
    }

    private void Search()
    {
        var heap = new NodeHeap(_fees, _edges);
        _edges[_target] = 0;
        heap.Push(_target);
        while (heap.Count > 0)
        {
            var node = heap.Pop();
            var (first, end) = _graph.EdgesOf(node);
            for (var i = first; i < end; i++)
            {
                var neighbour = _graph.NeighbourAt(i);
                var fee = _fees[node] + _graph.FeeAt(i);
                var edges = _edges[node] + 1;
                if (_edges[neighbour] < 0 || fee < _fees[neighbour]
                    || (fee == _fees[neighbour] && edges < _edges[neighbour]))
                {
                    _fees[neighbour] = fee;
                    _edges[neighbour] = edges;
                    heap.Push(neighbour);
                }
            }
        }
    }
}
