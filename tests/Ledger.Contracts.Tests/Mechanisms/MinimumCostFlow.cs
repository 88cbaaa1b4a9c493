namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>
/// A small exact solver by successive shortest paths (Bellman-Ford on the residual graph): the independent judge of
/// welfare. Node 0 is the source, the last one the sink.
/// </summary>
internal sealed class MinimumCostFlow(int nodes)
{
    private readonly List<(int To, Int128 Room, Int128 Cost)> _arcs = [];
    private readonly List<int>[] _out = Enumerable.Range(0, nodes).Select(_ => new List<int>()).ToArray();

    /// <summary>Adds an arc and returns its number; the arc behind it is its reverse.</summary>
    public int Add(int from, int to, Int128 room, Int128 cost)
    {
        _out[from].Add(_arcs.Count);
        _arcs.Add((to, room, cost));
        _out[to].Add(_arcs.Count);
        _arcs.Add((from, 0, -cost));
        return _arcs.Count - 2;
    }

    public Int128 FlowOf(int arc) => _arcs[arc + 1].Room;

    /// <summary>Sends flow as long as it lowers the cost; returns the total cost.</summary>
    public Int128 Minimise()
    {
        Int128 total = 0;
        while (Shortest() is { } path && path.Cost < 0)
        {
            var room = path.Arcs.Min(a => _arcs[a].Room);
            foreach (var arc in path.Arcs)
            {
                _arcs[arc] = _arcs[arc] with { Room = _arcs[arc].Room - room };
                _arcs[arc ^ 1] = _arcs[arc ^ 1] with { Room = _arcs[arc ^ 1].Room + room };
            }

            total += room * path.Cost;
        }

        return total;
    }

    private (List<int> Arcs, Int128 Cost)? Shortest()
    {
        var cost = new Int128?[nodes];
        var by = new int[nodes];
        cost[0] = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var node = 0; node < nodes; node++)
            {
                foreach (var arc in _out[node])
                {
                    var (to, room, price) = _arcs[arc];
                    if (cost[node] is { } here && room > 0 && (cost[to] is not { } there || here + price < there))
                    {
                        cost[to] = here + price;
                        by[to] = arc;
                        changed = true;
                    }
                }
            }
        }

        if (cost[nodes - 1] is not { } length)
        {
            return null;
        }

        var arcs = new List<int>();
        for (var node = nodes - 1; node != 0; node = _arcs[by[node] ^ 1].To)
        {
            arcs.Add(by[node]);
        }

        return (arcs, length);
    }
}
