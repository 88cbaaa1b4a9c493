using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>A world state in memory that counts how often it is asked.</summary>
internal sealed class MemoryState : IStateView
{
    private readonly SortedDictionary<byte[], byte[]> _entries =
        new(Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)));

    public int Reads { get; private set; }

    /// <summary>When set, every read throws it, as a failed disk would.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Keys and values as text, to compare.</summary>
    public IEnumerable<string> Entries =>
        _entries.Select(e => Convert.ToHexString(e.Key) + "=" + Convert.ToHexString(e.Value));

    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        Reads++;
        return Failure != null ? throw Failure : _entries.GetValueOrDefault(key.ToArray());
    }

    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        if (Failure != null)
        {
            throw Failure;
        }

        foreach (var entry in _entries)
        {
            if (entry.Key.AsSpan().StartsWith(prefix.Span))
            {
                yield return entry;
            }
        }
    }

    public void Set(byte[] key, byte[] value) => _entries[key] = value;

    public void Apply(IReadOnlyList<StateWrite> writes)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            Assert.True(i == 0 || writes[i - 1].Key.AsSpan().SequenceCompareTo(writes[i].Key) < 0, "writes ascend");
            if (writes[i].Value is { } value)
            {
                _entries[writes[i].Key] = value;
            }
            else
            {
                Assert.True(_entries.Remove(writes[i].Key), "only keys that are there are removed");
            }
        }
    }

    /// <summary>The same entries in arrays of their own.</summary>
    public MemoryState Copy()
    {
        var copy = new MemoryState();
        foreach (var (key, value) in _entries)
        {
            copy.Set([.. key], [.. value]);
        }

        return copy;
    }
}
