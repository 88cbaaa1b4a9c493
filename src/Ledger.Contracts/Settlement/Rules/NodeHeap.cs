namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// A binary heap of nodes by (fee, edges, number), each at most once; pushing a node again moves it up after its key
/// has become smaller. The keys are the caller's arrays.
/// </summary>
internal sealed class NodeHeap
{
    private readonly long[] _fees;
    private readonly int[] _edges;
    private readonly int[] _items;
    private readonly int[] _places;

    public NodeHeap(long[] fees, int[] edges)
    {
        _fees = fees;
        _edges = edges;
        _items = new int[fees.Length];
        _places = new int[fees.Length];
        Array.Fill(_places, -1);
    }

    public int Count { get; private set; }

    public void Push(int node)
    {
        if (_places[node] < 0)
        {
            _places[node] = Count;
            _items[Count] = node;
            Count++;
        }

        var at = _places[node];
        while (at > 0 && IsBefore(node, _items[(at - 1) / 2]))
        {
            Put(_items[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }

        Put(node, at);
    }

    public int Pop()
    {
        var top = _items[0];
        _places[top] = -1;
        Count--;
        if (Count > 0)
        {
            Sink(_items[Count]);
        }

        return top;
    }

    private void Sink(int node)
    {
        var at = 0;
        while ((2 * at) + 1 < Count)
        {
            var child = (2 * at) + 1;
            child += child + 1 < Count && IsBefore(_items[child + 1], _items[child]) ? 1 : 0;
            if (!IsBefore(_items[child], node))
            {
                break;
            }

            Put(_items[child], at);
            at = child;
        }

        Put(node, at);
    }

    private void Put(int node, int at)
    {
        _items[at] = node;
        _places[node] = at;
    }

    private bool IsBefore(int left, int right) =>
        _fees[left] != _fees[right] ? _fees[left] < _fees[right]
        : _edges[left] != _edges[right] ? _edges[left] < _edges[right]
        : left < right;
}
