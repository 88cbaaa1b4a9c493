using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>Walks the present states of two ledgers side by side.</summary>
internal static class StatePairs
{
    /// <summary>Every key of one or both, ascending, with its values; null where a ledger does not have it.</summary>
    public static IEnumerable<(byte[] Key, byte[]? First, byte[]? Second)> Of(LedgerStore first, LedgerStore second)
    {
        using var left = first.View(null).Scan(default).GetEnumerator();
        using var right = second.View(null).Scan(default).GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Key.AsSpan().SequenceCompareTo(right.Current.Key);
            yield return (
                order <= 0 ? left.Current.Key : right.Current.Key,
                order <= 0 ? left.Current.Value : null,
                order >= 0 ? right.Current.Value : null);
            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }
}
