using System.Buffers.Binary;
using System.Security.Cryptography;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// A world state in memory: a hash table for lookups and, for scans, all keys in order in blocks of bounded size, so that an
/// insertion moves a few hundred references whatever the state's size. A scan must not outlive the next change. Not thread
/// safe.
/// </summary>
public sealed class LocalState : IStateView
{
    private const int BlockKeysMax = 512;

    private readonly Dictionary<byte[], byte[]> _values = new(KeyBytesComparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    // Every block holds at least one key; keys ascend within and across blocks.
    private readonly List<List<byte[]>> _blocks = [];

    /// <summary>Makes an empty state.</summary>
    public LocalState()
    {
        _lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Keys in it.</summary>
    public int Count => _values.Count;

    /// <summary>
    /// Digest over all blocks' writes so far. Two ledgers of equal digests went through the same writes in the same blocks; it is
    /// no tree and proves nothing to others.
    /// </summary>
    public Digest History { get; private set; }

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key) => _lookup.TryGetValue(key, out var value) ? value : null;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        var (block, index) = Seek(prefix.Span);
        for (; block < _blocks.Count; block++, index = 0)
        {
            for (; index < _blocks[block].Count; index++)
            {
                var key = _blocks[block][index];
                if (!key.AsSpan().StartsWith(prefix.Span))
                {
                    yield break;
                }

                yield return new KeyValuePair<byte[], byte[]>(key, _values[key]);
            }
        }
    }

    /// <summary>Sets a value outside of any block, or removes the key where it is null; the arrays are kept.</summary>
    public void Set(byte[] key, byte[]? value)
    {
        var (block, index) = Seek(key);
        var isThere = block < _blocks.Count && index < _blocks[block].Count &&
            _blocks[block][index].AsSpan().SequenceEqual(key);
        if (value != null)
        {
            _values[isThere ? _blocks[block][index] : key] = value;
            if (!isThere)
            {
                Insert(block, index, key);
            }
        }
        else if (isThere)
        {
            _values.Remove(key);
            _blocks[block].RemoveAt(index);
            if (_blocks[block].Count == 0)
            {
                _blocks.RemoveAt(block);
            }
        }
    }

    /// <summary>Takes over the writes of a block.</summary>
    internal void Apply(IReadOnlyList<StateWrite> writes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(History.ToArray());
        Span<byte> sizes = stackalloc byte[8];
        for (var i = 0; i < writes.Count; i++)
        {
            var (key, value, _) = writes[i];
            BinaryPrimitives.WriteInt32LittleEndian(sizes, key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(sizes[4..], value?.Length ?? -1);
            hash.AppendData(sizes);
            hash.AppendData(key);
            hash.AppendData(value ?? []);
            if (value != null && _lookup.TryGetValue(key, out _))
            {
                _lookup[key] = value;
            }
            else
            {
                Set(key, value);
            }
        }

        History = new Digest(hash.GetHashAndReset());
    }

    // Where the key is, or would be inserted: in the last block whose first key is not behind it.
    private (int Block, int Index) Seek(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _blocks[middle][0].AsSpan().SequenceCompareTo(key) <= 0 ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return (0, 0);
        }

        var block = low - 1;
        var keys = _blocks[block];
        (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = keys[middle].AsSpan().SequenceCompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return (block, low);
    }

    private void Insert(int block, int index, byte[] key)
    {
        if (_blocks.Count == 0)
        {
            _blocks.Add([key]);
            return;
        }

        var keys = _blocks[block];
        if (keys.Count == BlockKeysMax)
        {
            // Keys often arrive in order: then the full block stays full and a new one begins.
            var keep = block == _blocks.Count - 1 && index == keys.Count ? keys.Count : keys.Count / 2;
            _blocks.Insert(block + 1, new List<byte[]>(BlockKeysMax));
            _blocks[block + 1].AddRange(keys.GetRange(keep, keys.Count - keep));
            keys.RemoveRange(keep, keys.Count - keep);
            (keys, index) = index >= keep ? (_blocks[block + 1], index - keep) : (keys, index);
        }

        keys.Insert(index, key);
    }
}
