using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>Which key a block's execution wrote otherwise than the ledger's history says.</summary>
internal static class WriteDifference
{
    /// <summary>Names the first key, in key order, with its transaction.</summary>
    /// <param name="store">The ledger with the history.</param>
    /// <param name="block">The block.</param>
    /// <param name="writes">What executing it gave, by key.</param>
    public static string Describe(LedgerStore store, Block block, IReadOnlyList<StateWrite> writes)
    {
        var height = block.Header.Height;
        if (height <= store.LowestHistory)
        {
            return "which key differs is not known: its history is not kept";
        }

        var stored = Changed(store, height).GetEnumerator();
        using (stored)
        {
            var more = stored.MoveNext();
            foreach (var write in writes)
            {
                while (more && stored.Current.AsSpan().SequenceCompareTo(write.Key) < 0)
                {
                    return $"the history says that it changed the key {KeyText.Describe(stored.Current)}, the execution does not";
                }

                if (more && stored.Current.AsSpan().SequenceEqual(write.Key))
                {
                    more = stored.MoveNext();
                }

                if (Describe(store, block, write) is { } difference)
                {
                    return difference;
                }
            }

            return more
                ? $"the history says that it changed the key {KeyText.Describe(stored.Current)}, the execution does not"
                : height > store.LowestWholeHistory
                    ? "every key that it writes is as the history says, so a state root before it is not its state's"
                    : "which key differs is not known: of some keys the history is not kept";
        }
    }

    /// <summary>Keys of the present state that a block changed, in order.</summary>
    private static IEnumerable<byte[]> Changed(LedgerStore store, SequenceNumber height)
    {
        foreach (var (key, _) in store.View(null).Scan(default))
        {
            if (height > store.LowestHistoryOf(key) && VersionAt(store, key, height) != null)
            {
                yield return key;
            }
        }
    }

    private static string? Describe(LedgerStore store, Block block, StateWrite write)
    {
        if (block.Header.Height <= store.LowestHistoryOf(write.Key))
        {
            // What is gone differs from nothing; another key may.
            return null;
        }

        var version = VersionAt(store, write.Key, block.Header.Height);
        var place = $"transaction {write.TransactionIndex} ({block.Batch.Transactions[write.TransactionIndex].Id}) writes the key " +
                    KeyText.Describe(write.Key);
        return version == null ? $"{place}, of which the history does not know"
            : !Equal(version.Value.Value, write.Value)
                ? $"{place}: {Show(write.Value)}, the history says {Show(version.Value.Value)}"
            : null;
    }

    /// <summary>What a block wrote to a key, by the history; null when it did not.</summary>
    public static (SequenceNumber Height, int Index, byte[]? Value)? VersionAt(
        LedgerStore store, byte[] key, SequenceNumber height)
    {
        foreach (var version in store.History(key))
        {
            if (version.Height >= height)
            {
                return version.Height == height ? version : null;
            }
        }

        return null;
    }

    /// <summary>Whether two values, or their absence, are the same.</summary>
    public static bool Equal(byte[]? left, byte[]? right) =>
        left == null || right == null ? left == right : left.AsSpan().SequenceEqual(right);

    /// <summary>A value for people, not longer than a line bears.</summary>
    public static string Show(byte[]? value)
    {
        const int BytesMax = 48;
        return value == null ? "no value"
            : value.Length <= BytesMax ? $"0x{Convert.ToHexStringLower(value)}"
            : $"0x{Convert.ToHexStringLower(value.AsSpan(0, BytesMax))}… ({value.Length} bytes)";
    }
}
