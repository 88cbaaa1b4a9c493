using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>The world state at an earlier height, put together from the history of keys.</summary>
internal static class StateAtHeight
{
    /// <summary>A key's value at a height from <see cref="LedgerStore.LowestHistory"/> on.</summary>
    /// <param name="store">The ledger; at or above the height.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="now">Its value at the head; null when it has none.</param>
    /// <param name="height">The height.</param>
    /// <param name="value">The value; null when it had none.</param>
    /// <returns>
    /// False when it may be another one: the key was written since, and its history does not reach down to the height.
    /// </returns>
    public static bool TryGet(LedgerStore store, byte[] key, byte[]? now, SequenceNumber height, out byte[]? value)
    {
        var (isOldKnown, isNewer) = (false, false);
        value = null;
        foreach (var version in store.History(key))
        {
            if (version.Height > height)
            {
                isNewer = true;
                break;
            }

            (value, isOldKnown) = (version.Value, true);
        }

        if (isOldKnown)
        {
            return true;
        }

        // Without a version below, a history that reaches down to the height says that the key was not there.
        value = isNewer ? null : now;
        return height >= store.LowestHistoryOf(key);
    }

    /// <summary>
    /// All entries at a height, by key; null when they are too many. Keys that were removed since then are not found: the
    /// caller must compare the state root.
    /// </summary>
    public static List<StateWrite>? TryCollect(LedgerStore store, SequenceNumber height, int entriesMax)
    {
        var entries = new List<StateWrite>();
        foreach (var (key, now) in store.View(null).Scan(default))
        {
            if (entries.Count == entriesMax)
            {
                return null;
            }

            TryGet(store, key, now, height, out var value);
            if (value != null)
            {
                entries.Add(new StateWrite(key, value, 0));
            }
        }

        return entries;
    }
}
