namespace Ledger.Runtime;

/// <summary>A certificate attribute that a caller must carry.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="AnyOf">Accepted values; empty accepts any.</param>
public sealed record AttributeRequirement(string Name, IReadOnlyList<string> AnyOf)
{
    internal bool Accepts(string? value)
    {
        if (value == null)
        {
            return false;
        }

        for (var i = 0; i < AnyOf.Count; i++)
        {
            if (string.Equals(AnyOf[i], value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return AnyOf.Count == 0;
    }

    /// <summary>As in <c>assetType in (pv, battery, ev)</c>.</summary>
    public override string ToString() =>
        AnyOf.Count == 0 ? $"attribute {Name}" : $"{Name} in ({string.Join(", ", AnyOf)})";
}
