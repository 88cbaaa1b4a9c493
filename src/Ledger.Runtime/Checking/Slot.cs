namespace Ledger.Runtime;

/// <summary>A value on the evaluation stack.</summary>
/// <param name="Type">Its type as it lies there.</param>
/// <param name="Marks">What else is known.</param>
/// <param name="Max">Of a 32-bit integer: it lies between 0 and this; -1 when nothing is known.</param>
/// <param name="Variable">Of the address of a variable: which; see <see cref="NoVariable"/>.</param>
/// <param name="Target">Of a method on its way into a delegate: the method.</param>
internal readonly record struct Slot(
    IlType Type, SlotMarks Marks = SlotMarks.None, int Max = -1, int Variable = Slot.NoVariable, DelegateTarget? Target = null)
{
    /// <summary>It is no variable's address, or not certain which one's.</summary>
    public const int NoVariable = -1;

    /// <summary>Parameters count from here.</summary>
    public const int FirstParameter = 1 << 20;

    /// <summary>Both of two values; null when no type holds both.</summary>
    public static Slot? Merge(TypeRelations relations, Slot x, Slot y)
    {
        if (x == y)
        {
            return x;
        }

        if (x.Target != null || y.Target != null || relations.Merge(x.Type, y.Type) is not { } type)
        {
            return null;
        }

        var either = (x.Marks | y.Marks) & (SlotMarks.ReadOnly | SlotMarks.Local);
        var both = x.Marks & y.Marks & SlotMarks.This;
        return new Slot(type, either | both, MergeMax(x.Max, y.Max), x.Variable == y.Variable ? x.Variable : NoVariable);
    }

    // Only a few bounds are told apart, so that loops settle soon.
    private static int MergeMax(int x, int y)
    {
        if (x < 0 || y < 0)
        {
            return -1;
        }

        return Math.Max(x, y) switch
        {
            <= 1 => 1,
            <= 31 => 31,
            <= 63 => 63,
            _ => -1,
        };
    }
}
