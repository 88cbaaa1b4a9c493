using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <summary>
/// Merges the entries of uncommitted blocks and of the database in key order; the newest block wins, removed keys are
/// left out.
/// </summary>
internal static class StateScan
{
    /// <summary>Entries that begin with the prefix.</summary>
    /// <param name="overlays">Uncommitted blocks, newest first.</param>
    /// <param name="iterator">Over the state family with the same prefix; disposed at the end.</param>
    /// <param name="prefix">The prefix.</param>
    public static IEnumerable<KeyValuePair<byte[], byte[]>> Merge(
        IReadOnlyList<PendingState> overlays, RocksIterator iterator, ReadOnlyMemory<byte> prefix)
    {
        using (iterator)
        {
            var places = new int[overlays.Count];
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = overlays[i].LowerBound(prefix.Span);
            }

            var storedKey = ReadKey(iterator);
            while (true)
            {
                var key = SmallestKey(overlays, places, storedKey, prefix.Span, out var newest);
                if (key == null)
                {
                    yield break;
                }

                var isStored = storedKey != null && storedKey.AsSpan().SequenceEqual(key);
                var value = newest >= 0 ? overlays[newest].Writes[places[newest]].Value : ReadValue(iterator);
                Advance(overlays, places, key);
                if (isStored)
                {
                    iterator.Next();
                    storedKey = ReadKey(iterator);
                }

                if (value != null)
                {
                    yield return new KeyValuePair<byte[], byte[]>(key, value);
                }
            }
        }
    }

    /// <summary>The smallest key that is left, and the newest overlay that has it (-1: only the database).</summary>
    private static byte[]? SmallestKey(
        IReadOnlyList<PendingState> overlays, int[] places, byte[]? storedKey,
        ReadOnlySpan<byte> prefix, out int newest)
    {
        newest = -1;
        byte[]? smallest = null;
        for (var i = 0; i < places.Length; i++)
        {
            var writes = overlays[i].Writes;
            if (places[i] == writes.Count || !writes[places[i]].Key.AsSpan().StartsWith(prefix))
            {
                continue;
            }

            var key = writes[places[i]].Key;
            if (smallest == null || key.AsSpan().SequenceCompareTo(smallest) < 0)
            {
                smallest = key;
                newest = i;
            }
        }

        if (storedKey != null && (smallest == null || storedKey.AsSpan().SequenceCompareTo(smallest) < 0))
        {
            newest = -1;
            return storedKey;
        }

        return smallest;
    }

    private static void Advance(IReadOnlyList<PendingState> overlays, int[] places, byte[] key)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var writes = overlays[i].Writes;
            if (places[i] < writes.Count && writes[places[i]].Key.AsSpan().SequenceEqual(key))
            {
                places[i]++;
            }
        }
    }

    private static byte[]? ReadKey(RocksIterator iterator) => iterator.Valid ? iterator.Key.ToArray() : null;

    private static byte[] ReadValue(RocksIterator iterator) => StateRecord.Value(iterator.Value).ToArray();
}
