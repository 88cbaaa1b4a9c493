namespace Ledger.Primitives;

/// <summary>
/// PBFT's sequence number, which is also the height of the block (DESIGN.md 2). 0 is the state that genesis describes; the first
/// block is 1.
/// </summary>
/// <param name="Value">Counts blocks.</param>
public readonly record struct SequenceNumber(ulong Value) : IComparable<SequenceNumber>
{
    /// <summary>The one after.</summary>
    public SequenceNumber Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(SequenceNumber other) => Value.CompareTo(other.Value);

    /// <summary>Earlier.</summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
