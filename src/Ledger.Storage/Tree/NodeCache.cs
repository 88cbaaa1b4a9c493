namespace Ledger.Storage.Tree;

/// <summary>
/// Recently used nodes of the committed tree, at most a fixed number; the victim is found by the clock rule (a hand
/// passes over nodes used since its last visit). An entry may be older or newer than a reader's tree: readers compare
/// its hash with the one they expect. Thread safe.
/// </summary>
internal sealed class NodeCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NodeKey, int> _places;
    private readonly Entry[] _entries;
    private int _count;
    private int _hand;

    /// <summary>Creates a cache of at most <paramref name="capacity"/> nodes.</summary>
    public NodeCache(int capacity)
    {
        _places = [];
        _entries = new Entry[capacity];
    }

    /// <summary>The node last put there, or null.</summary>
    public TreeNode? Find(in NodeKey key)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                return null;
            }

            _entries[place].Used = true;
            return _entries[place].Node;
        }
    }

    /// <summary>Adds or replaces; null forgets.</summary>
    public void Put(in NodeKey key, TreeNode? node)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var place))
            {
                _entries[place].Node = node;
                return;
            }

            if (node == null)
            {
                return;
            }

            place = _count < _entries.Length ? _count++ : Evict();
            _entries[place] = new Entry { Key = key, Node = node };
            _places[key] = place;
        }
    }

    private int Evict()
    {
        while (_entries[_hand].Used && _entries[_hand].Node != null)
        {
            _entries[_hand].Used = false;
            _hand = (_hand + 1) % _entries.Length;
        }

        var place = _hand;
        _hand = (_hand + 1) % _entries.Length;
        _places.Remove(_entries[place].Key);
        return place;
    }

    private struct Entry
    {
        public NodeKey Key;
        public TreeNode? Node;
        public bool Used;
    }
}
