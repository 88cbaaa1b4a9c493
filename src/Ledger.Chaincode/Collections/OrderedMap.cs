using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>
/// A map in memory whose entries are in the order of their keys: the deterministic replacement for a dictionary. Looking up
/// costs O(log n); changing costs O(log n) and moves a bounded number of neighbours. Not thread safe; not part of the state.
/// </summary>
/// <typeparam name="TKey">The keys; those that the order calls equal are one key.</typeparam>
/// <typeparam name="TValue">What is kept for a key.</typeparam>
public sealed class OrderedMap<TKey, TValue>
    where TKey : notnull
{
    private const int BlockSize = 64;
    private const int SearchGas = 40;
    private const int StepGas = 6;

    private readonly IOrder<TKey> _order;

    // Each block holds at least one entry; keys ascend within and across blocks.
    private readonly List<Block> _blocks = [];

    /// <summary>Makes an empty map.</summary>
    /// <param name="order">The order of the keys, for example <see cref="Order.Text"/>.</param>
    public OrderedMap(IOrder<TKey> order)
    {
        _order = order;
    }

    /// <summary>Entries in it.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key; setting adds the key or replaces its value.</summary>
    /// <exception cref="KeyNotFoundException">Reading a key that is not there.</exception>
    public TValue this[TKey key]
    {
        get => TryGet(key, out var value) ? value : throw new KeyNotFoundException();
        set => Set(key, value);
    }

    /// <summary>Whether the key is there.</summary>
    public bool Contains(TKey key) => TryGet(key, out _);

    /// <summary>Finds the value of a key.</summary>
    /// <returns>False when the key is not there.</returns>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = Seek(key, out var block, out var index);
        value = found ? _blocks[block].Values[index] : default;
        return found;
    }

    /// <summary>The value of a key, or a given one when the key is not there.</summary>
    public TValue GetOr(TKey key, TValue absent) => TryGet(key, out var value) ? value : absent;

    /// <summary>Adds the key or replaces its value.</summary>
    public void Set(TKey key, TValue value)
    {
        if (Seek(key, out var block, out var index))
        {
            _blocks[block].Values[index] = value;
            return;
        }

        if (_blocks.Count == 0)
        {
            _blocks.Add(NewBlock());
        }
        else if (_blocks[block].Count == BlockSize)
        {
            Split(block);
            var keep = _blocks[block].Count;
            (block, index) = index > keep ? (block + 1, index - keep) : (block, index);
        }

        _blocks[block].Insert(index, key, value);
        Count++;
    }

    /// <summary>Removes a key.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(TKey key)
    {
        if (!Seek(key, out var block, out var index))
        {
            return false;
        }

        _blocks[block].RemoveAt(index);
        if (_blocks[block].Count == 0)
        {
            Meter.Charge(_blocks.Count / 4);
            _blocks.RemoveAt(block);
        }

        Count--;
        return true;
    }

    /// <summary>The entry with the lowest key.</summary>
    /// <returns>False when the map is empty.</returns>
    public bool TryFirst([MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value) =>
        TryEntry(0, 0, out key, out value);

    /// <summary>The entry with the highest key.</summary>
    /// <returns>False when the map is empty.</returns>
    public bool TryLast([MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value) =>
        TryEntry(_blocks.Count - 1, _blocks.Count == 0 ? 0 : _blocks[^1].Count - 1, out key, out value);

    /// <summary>The first entry whose key is above the given one, whether that is there or not; for walks through the map.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryAbove(TKey after, [MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = Seek(after, out var block, out var index);
        index += found ? 1 : 0;
        return block < _blocks.Count && index == _blocks[block].Count
            ? TryEntry(block + 1, 0, out key, out value)
            : TryEntry(block, index, out key, out value);
    }

    /// <summary>The keys in order, as a new array.</summary>
    public TKey[] Keys()
    {
        ChargeCopy<TKey>();
        var keys = new TKey[Count];
        var next = 0;
        foreach (var block in _blocks)
        {
            Array.Copy(block.Keys, 0, keys, next, block.Count);
            next += block.Count;
        }

        return keys;
    }

    /// <summary>The values in the order of their keys, as a new array.</summary>
    public TValue[] Values()
    {
        ChargeCopy<TValue>();
        var values = new TValue[Count];
        var next = 0;
        foreach (var block in _blocks)
        {
            Array.Copy(block.Values, 0, values, next, block.Count);
            next += block.Count;
        }

        return values;
    }

    /// <summary>The entries in order, as a new array; the map may change while it is walked through.</summary>
    public KeyValuePair<TKey, TValue>[] ToArray()
    {
        ChargeCopy<KeyValuePair<TKey, TValue>>();
        var entries = new KeyValuePair<TKey, TValue>[Count];
        var next = 0;
        foreach (var block in _blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                entries[next++] = new KeyValuePair<TKey, TValue>(block.Keys[i], block.Values[i]);
            }
        }

        return entries;
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        Meter.Charge(_blocks.Count);
        _blocks.Clear();
        Count = 0;
    }

    // Finds the key, or the place where it would be inserted: in the last block whose first key is not above it.
    private bool Seek(TKey key, out int block, out int index)
    {
        Meter.Charge(SearchGas + ((long)StepGas * BitOperations.Log2((uint)Count + 1)));
        (block, index) = (0, 0);
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _order.Compare(_blocks[middle].Keys[0], key) <= 0 ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return false;
        }

        block = low - 1;
        var found = _blocks[block];
        (low, high) = (0, found.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _order.Compare(found.Keys[middle], key) < 0 ? (middle + 1, high) : (low, middle);
        }

        index = low;
        return low < found.Count && _order.Compare(found.Keys[low], key) == 0;
    }

    private void Split(int block)
    {
        Meter.Charge(100 + (_blocks.Count / 4));
        var upper = NewBlock();
        _blocks[block].MoveUpperHalf(upper);
        _blocks.Insert(block + 1, upper);
    }

    private bool TryEntry(
        int block, int index, [MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isThere = block >= 0 && block < _blocks.Count;
        key = isThere ? _blocks[block].Keys[index] : default;
        value = isThere ? _blocks[block].Values[index] : default;
        return isThere;
    }

    private void ChargeCopy<T>()
    {
        Meter.Charge(30 + (2L * Count) + (4L * _blocks.Count));
        Meter.Allocate(24 + ((long)Unsafe.SizeOf<T>() * Count));
    }

    private static Block NewBlock()
    {
        Meter.Allocate(96 + (BlockSize * (long)(Unsafe.SizeOf<TKey>() + Unsafe.SizeOf<TValue>())));
        return new Block();
    }

    private sealed class Block
    {
        public TKey[] Keys { get; } = new TKey[BlockSize];

        public TValue[] Values { get; } = new TValue[BlockSize];

        public int Count { get; private set; }

        public void Insert(int index, TKey key, TValue value)
        {
            Array.Copy(Keys, index, Keys, index + 1, Count - index);
            Array.Copy(Values, index, Values, index + 1, Count - index);
            (Keys[index], Values[index]) = (key, value);
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            Array.Copy(Keys, index + 1, Keys, index, Count - index);
            Array.Copy(Values, index + 1, Values, index, Count - index);
            (Keys[Count], Values[Count]) = (default!, default!);
        }

        public void MoveUpperHalf(Block upper)
        {
            const int Kept = BlockSize / 2;
            Array.Copy(Keys, Kept, upper.Keys, 0, Count - Kept);
            Array.Copy(Values, Kept, upper.Values, 0, Count - Kept);
            Array.Clear(Keys, Kept, Count - Kept);
            Array.Clear(Values, Kept, Count - Kept);
            (upper.Count, Count) = (Count - Kept, Kept);
        }
    }
}
