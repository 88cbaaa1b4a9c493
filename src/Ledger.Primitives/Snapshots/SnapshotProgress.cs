namespace Ledger.Primitives;

/// <summary>
/// Which parts of a state a receiver has, in whatever order and sizes they come. A tree over the bits of paths in which
/// whole parts are cut off as one. One thread at a time.
/// </summary>
public sealed class SnapshotProgress
{
    /// <summary>
    /// Most inner points of the tree, about 32 bytes each. Parts of the depth that manifests name need a quarter at
    /// most; the rest is for parts that had to be cut smaller.
    /// </summary>
    public const int PointsMax = 1 << 18;

    private static readonly Point Whole = new();
    private Point? _root;

    /// <summary>Whether every part is there.</summary>
    public bool IsComplete => _root == Whole;

    /// <summary>Inner points of the tree, the measure of its memory.</summary>
    public int Points { get; private set; }

    /// <summary>Whether all of a part is there.</summary>
    public bool IsCovered(StatePrefix prefix)
    {
        var point = _root;
        for (var depth = 0; point != null && point != Whole && depth < prefix.Depth; depth++)
        {
            point = prefix.Path.Bit(depth) == 0 ? point.Zero : point.One;
        }

        return point == Whole;
    }

    /// <summary>Notes that a part is there.</summary>
    /// <returns>False when it was already, or the bound is reached: then ask for larger parts.</returns>
    public bool Add(StatePrefix prefix)
    {
        if (IsCovered(prefix) || !HasRoom(prefix))
        {
            return false;
        }

        _root = Add(_root, prefix, 0);
        return true;
    }

    /// <summary>
    /// The parts that are missing, ascending, at least so deep; lazily, so take as many as are wanted. Not while
    /// adding.
    /// </summary>
    public IEnumerable<StatePrefix> Missing(int depth)
    {
        var open = new Stack<(Point? Point, StatePrefix Prefix)>();
        open.Push((_root, StatePrefix.All));
        while (open.TryPop(out var next))
        {
            if (next.Point == null && next.Prefix.Depth >= depth)
            {
                yield return next.Prefix;
            }
            else if (next.Point != Whole)
            {
                open.Push((next.Point?.One, next.Prefix.Child(1)));
                open.Push((next.Point?.Zero, next.Prefix.Child(0)));
            }
        }
    }

    private bool HasRoom(StatePrefix prefix)
    {
        var point = _root;
        var depth = 0;
        while (point != null && depth < prefix.Depth)
        {
            point = prefix.Path.Bit(depth++) == 0 ? point.Zero : point.One;
        }

        return Points + prefix.Depth - depth <= PointsMax;
    }

    private Point Add(Point? point, StatePrefix prefix, int depth)
    {
        if (depth == prefix.Depth)
        {
            Points -= CountOf(point);
            return Whole;
        }

        if (point == null)
        {
            point = new Point();
            Points++;
        }

        if (prefix.Path.Bit(depth) == 0)
        {
            point.Zero = Add(point.Zero, prefix, depth + 1);
        }
        else
        {
            point.One = Add(point.One, prefix, depth + 1);
        }

        if (point.Zero != Whole || point.One != Whole)
        {
            return point;
        }

        Points--;
        return Whole;
    }

    private static int CountOf(Point? point) =>
        point == null || point == Whole ? 0 : 1 + CountOf(point.Zero) + CountOf(point.One);

    /// <summary>A part of which some is there; null is a part that is missing.</summary>
    private sealed class Point
    {
        public Point? Zero { get; set; }

        public Point? One { get; set; }
    }
}
