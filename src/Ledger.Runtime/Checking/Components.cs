namespace Ledger.Runtime;

/// <summary>Strongly connected components (Tarjan 1972), without recursion.</summary>
internal static class Components
{
    /// <summary>The component of each node; an edge between components leads from the higher number to the lower.</summary>
    public static int[] Of(List<List<(int To, int Growth)>> edges)
    {
        var component = new int[edges.Count];
        Array.Fill(component, -1);
        var index = new int[edges.Count];
        var low = new int[edges.Count];
        var open = new Stack<int>();
        var path = new Stack<(int Node, int Edge)>();
        var time = 0;
        var count = 0;
        for (var root = 0; root < edges.Count; root++)
        {
            if (index[root] != 0)
            {
                continue;
            }

            path.Push((root, 0));
            while (path.TryPop(out var step))
            {
                var (node, edge) = step;
                if (edge == 0)
                {
                    index[node] = low[node] = ++time;
                    open.Push(node);
                }
                else if (component[edges[node][edge - 1].To] < 0)
                {
                    low[node] = Math.Min(low[node], low[edges[node][edge - 1].To]);
                }

                if (edge < edges[node].Count)
                {
                    path.Push((node, edge + 1));
                    var to = edges[node][edge].To;
                    if (index[to] == 0)
                    {
                        path.Push((to, 0));
                    }

                    continue;
                }

                if (low[node] == index[node])
                {
                    int member;
                    do
                    {
                        member = open.Pop();
                        component[member] = count;
                    }
                    while (member != node);
                    count++;
                }
            }
        }

        return component;
    }
}
