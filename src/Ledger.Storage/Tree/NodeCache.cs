namespace Ledger.Storage.Tree;

/// <summary>
/// Recently used nodes of the committed tree, within a number of bytes; victims are found by the clock rule (a hand
/// passes over nodes used since its last visit). An entry may be older or newer than a reader's tree: readers compare
/// its hash with the one they expect. Thread safe.
/// </summary>
internal sealed class NodeCache
{
    private const int FirstCapacity = 1_024;

    // Of an entry besides the node itself: the entry, and its place in the dictionary.
    private const int EntryBytes = 112;

    private readonly Lock _lock = new();
    private readonly Dictionary<NodeKey, int> _places = [];
    private readonly Stack<int> _free = [];
    private readonly long _bytesMax;
    private Entry[] _entries = new Entry[FirstCapacity];
    private int _count;
    private int _hand;
    private long _bytes;

    /// <summary>Creates a cache.</summary>
    /// <param name="bytesMax">Memory of the nodes and of the cache's own records, in bytes.</param>
    public NodeCache(long bytesMax)
    {
        _bytesMax = bytesMax;
    }

    /// <summary>Bytes in use.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
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
                if (node == null)
                {
                    Remove(place);
                    return;
                }

                ref var entry = ref _entries[place];
                _bytes += node.MemoryBytes - entry.Node!.MemoryBytes;
                entry.Node = node;
            }
            else if (node != null)
            {
                _bytes += EntryBytes + node.MemoryBytes;
                place = TakePlace();
                _entries[place] = new Entry { Key = key, Node = node };
                _places.Add(key, place);
            }

            while (_bytes > _bytesMax)
            {
                Evict();
            }
        }
    }

    private int TakePlace()
    {
        if (_free.TryPop(out var place))
        {
            return place;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        return _count++;
    }

    private void Evict()
    {
        while (_entries[_hand].Used || _entries[_hand].Node == null)
        {
            _entries[_hand].Used = false;
            _hand = (_hand + 1) % _count;
        }

        Remove(_hand);
        _hand = (_hand + 1) % _count;
    }

    private void Remove(int place)
    {
        ref var entry = ref _entries[place];
        _bytes -= EntryBytes + entry.Node!.MemoryBytes;
        _places.Remove(entry.Key);
        entry = default;
        _free.Push(place);
    }

    private struct Entry
    {
        public NodeKey Key;
        public TreeNode? Node;
        public bool Used;
    }
}
