namespace Ledger.Contracts.Market.Zones;

/// <summary>
/// What a part of the forest exports as the price rises: it starts with every purchase made and no sale, and passes one
/// order after the other, which sells that much more or buys that much less. The orders stand by ascending perturbed
/// price, so the curve is the derivative of a concave welfare, and two parts joined at one zone have the two curves
/// merged. Not shared.
/// </summary>
internal sealed class ExportCurve
{
    private readonly int[] _orders;
    private readonly long[] _widths;

    public ExportCurve(int[] orders, long[] widths, Int128 start)
    {
        _orders = orders;
        _widths = widths;
        Start = start;
    }

    /// <summary>Export before the first order is passed, in Wh.</summary>
    public Int128 Start { get; }

    /// <summary>The curve of both parts.</summary>
    public ExportCurve Merge(ExportCurve other, Int128[] keys)
    {
        var count = _orders.Length + other._orders.Length;
        var orders = new int[count];
        var widths = new long[count];
        var (left, right) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var takeLeft = right == other._orders.Length
                || (left < _orders.Length && keys[_orders[left]] < keys[other._orders[right]]);
            orders[i] = takeLeft ? _orders[left] : other._orders[right];
            widths[i] = takeLeft ? _widths[left] : other._widths[right];
            left += takeLeft ? 1 : 0;
            right += takeLeft ? 0 : 1;
        }

        return new ExportCurve(orders, widths, Start + other.Start);
    }

    /// <summary>
    /// The curve within the limits of a link: orders before the lower limit are passed whatever the price, and those
    /// behind the upper limit never. Zero lies within both the curve and the limits.
    /// </summary>
    /// <param name="import">Most import, not negative.</param>
    /// <param name="export">Most export, not negative.</param>
    /// <param name="passed">Receives what is passed of each order.</param>
    public ExportCurve Clip(long import, long export, long[] passed)
    {
        var orders = new List<int>();
        var widths = new List<long>();
        var start = Start < -import ? -import : Start;
        var at = Start;
        for (var i = 0; i < _orders.Length && at < export; i++)
        {
            var end = at + _widths[i];
            var from = at < start ? (start < end ? start : end) : at;
            var to = end < export ? end : export;
            passed[_orders[i]] += (long)(from - at);
            if (to > from)
            {
                orders.Add(_orders[i]);
                widths.Add((long)(to - from));
            }

            at = end;
        }

        return new ExportCurve(orders.ToArray(), widths.ToArray(), start);
    }

    /// <summary>Passes orders until nothing is exported.</summary>
    public void Balance(long[] passed) => Clip(0, 0, passed);
}
