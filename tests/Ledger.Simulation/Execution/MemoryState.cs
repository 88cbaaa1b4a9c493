using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// A world state in memory with its root. Keys and values are shared arrays that nobody changes. Not thread safe.
/// </summary>
internal sealed class MemoryState : IStateView
{
    private readonly Dictionary<byte[], byte[]> _entries;
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>An empty state.</summary>
    public MemoryState()
        : this(new Dictionary<byte[], byte[]>(BytesComparer.Instance), Digest.Zero)
    {
    }

    private MemoryState(Dictionary<byte[], byte[]> entries, Digest root)
    {
        _entries = entries;
        _lookup = entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        Root = root;
    }

    /// <summary>The root as kept up with every change.</summary>
    public Digest Root { get; private set; }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key) => _lookup.TryGetValue(key, out var value) ? value : null;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        var found = new List<KeyValuePair<byte[], byte[]>>();
        foreach (var entry in _entries)
        {
            if (entry.Key.AsSpan().StartsWith(prefix.Span))
            {
                found.Add(entry);
            }
        }

        found.Sort(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        return found;
    }

    /// <summary>Sets an entry, or removes it with null.</summary>
    public void Set(byte[] key, byte[]? value)
    {
        Root = StateAccumulator.Replace(Root, key, _entries.GetValueOrDefault(key), value);
        Put(key, value);
    }

    /// <summary>Moves to the state that was staged directly on this one.</summary>
    public void Apply(PendingState pending)
    {
        foreach (var write in pending.Writes)
        {
            Put(write.Key, write.Value);
        }

        Root = pending.Root;
    }

    /// <summary>The root of the entries, computed anew.</summary>
    public Digest ComputeRoot()
    {
        var root = Digest.Zero;
        foreach (var (key, value) in _entries)
        {
            root = StateAccumulator.Replace(root, key, null, value);
        }

        return root;
    }

    /// <summary>The same entries, to be changed apart.</summary>
    public MemoryState Copy() => new(new Dictionary<byte[], byte[]>(_entries, BytesComparer.Instance), Root);

    private void Put(byte[] key, byte[]? value)
    {
        if (value == null)
        {
            _entries.Remove(key);
        }
        else
        {
            _entries[key] = value;
        }
    }
}
