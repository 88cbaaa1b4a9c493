namespace Ledger.Primitives;

/// <summary>A replica's place in the membership, 0 to n-1.</summary>
/// <param name="Value">Index into <see cref="Membership.Validators"/>.</param>
public readonly record struct ReplicaId(ushort Value) : IComparable<ReplicaId>
{
    /// <inheritdoc/>
    public int CompareTo(ReplicaId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
