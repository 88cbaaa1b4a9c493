using System.Runtime.ExceptionServices;

namespace Ledger.Runtime;

/// <summary>Scans: the base state's entries and the batch's, merged in the order of the keys' bytes.</summary>
internal sealed partial class StateOverlay
{
    private readonly SortedSet<OverlayEntry> _ordered =
        new(Comparer<OverlayEntry>.Create(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key)));

    // Entries of _listed before this index are in _ordered.
    private int _orderedCount;

    /// <summary>
    /// Appends at most <paramref name="limit"/> entries whose key begins with the prefix, ascending. The prefix is not
    /// empty and its first byte is not 0xff.
    /// </summary>
    /// <param name="prefix">Of whole keys.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="passedMax">Most keys to pass over; the scan ends before another one.</param>
    /// <param name="result">Gets the entries.</param>
    /// <returns>
    /// Keys that the batch wrote and the scan passed over, because they were removed or undone: work without a result,
    /// the same on every node.
    /// </returns>
    public int Scan(byte[] prefix, int limit, int passedMax, List<KeyValuePair<byte[], byte[]>> result)
    {
        if (limit <= 0)
        {
            return 0;
        }

        for (; _orderedCount < _listed.Count; _orderedCount++)
        {
            _ordered.Add(_listed[_orderedCount]);
        }

        try
        {
            return Merge(prefix, limit, passedMax, result);
        }
        catch (Exception e)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private int Merge(byte[] prefix, int limit, int passedMax, List<KeyValuePair<byte[], byte[]>> result)
    {
        var end = result.Count + limit;
        var passed = 0;
        using var below = _base.Scan(prefix).GetEnumerator();
        IEnumerable<OverlayEntry> written =
            _ordered.GetViewBetween(new OverlayEntry(prefix), new OverlayEntry(Successor(prefix)));
        using var above = written.GetEnumerator();
        var hasBelow = below.MoveNext();
        var hasAbove = NextWritten(above, prefix, passedMax, ref passed);
        while (result.Count < end && passed <= passedMax && (hasBelow || hasAbove))
        {
            var order = !hasBelow ? 1
                : !hasAbove ? -1
                : below.Current.Key.AsSpan().SequenceCompareTo(above.Current.Key);
            if (order < 0)
            {
                result.Add(below.Current);
            }
            else if (above.Current.Value is { } value)
            {
                result.Add(new(above.Current.Key, value));
            }
            else
            {
                passed++;
            }

            // On equal keys the batch's entry hides the base's.
            hasBelow = order <= 0 ? below.MoveNext() : hasBelow;
            hasAbove = order >= 0 ? NextWritten(above, prefix, passedMax, ref passed) : hasAbove;
        }

        return passed;
    }

    private static bool NextWritten(IEnumerator<OverlayEntry> entries, byte[] prefix, int passedMax, ref int passed)
    {
        while (passed <= passedMax && entries.MoveNext())
        {
            // The view's upper end is inclusive.
            if (!entries.Current.Key.AsSpan().StartsWith(prefix))
            {
                return false;
            }

            if (entries.Current.Written)
            {
                return true;
            }

            // An undone write leaves its entry behind.
            passed++;
        }

        return false;
    }

    private static byte[] Successor(byte[] prefix)
    {
        var last = prefix.AsSpan().LastIndexOfAnyExcept((byte)0xff);
        RuntimeInvariantException.Check(last >= 0, "a scan's prefix has a successor");
        var successor = prefix[..(last + 1)];
        successor[last]++;
        return successor;
    }
}
