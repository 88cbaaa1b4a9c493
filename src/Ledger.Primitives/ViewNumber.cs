namespace Ledger.Primitives;

/// <summary>A PBFT view: its primary is replica <c>view mod n</c> (Castro &amp; Liskov 1999 §4.1).</summary>
/// <param name="Value">Counts views from 0.</param>
public readonly record struct ViewNumber(ulong Value) : IComparable<ViewNumber>
{
    /// <summary>The one after.</summary>
    public ViewNumber Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(ViewNumber other) => Value.CompareTo(other.Value);

    /// <summary>Earlier.</summary>
    public static bool operator <(ViewNumber left, ViewNumber right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(ViewNumber left, ViewNumber right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(ViewNumber left, ViewNumber right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(ViewNumber left, ViewNumber right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
