namespace Ledger.Runtime;

/// <summary>
/// The C# types that parameters and results may have, their names in manifests and in the metadata of
/// assemblies.
/// </summary>
public static class ValueKinds
{
    private static readonly (ValueKind Kind, string Name, string MetadataName)[] Kinds =
    [
        (ValueKind.Void, "void", "System.Void"),
        (ValueKind.Bool, "bool", "System.Boolean"),
        (ValueKind.Int, "int", "System.Int32"),
        (ValueKind.Long, "long", "System.Int64"),
        (ValueKind.Text, "string", "System.String"),
        (ValueKind.Bytes, "byte[]", "System.Byte[]"),
        (ValueKind.Longs, "long[]", "System.Int64[]"),
        (ValueKind.Texts, "string[]", "System.String[]"),
    ];

    /// <summary>The name as C# spells it, for example <c>long[]</c>.</summary>
    public static string NameOf(ValueKind kind) => Kinds[(int)kind].Name;

    /// <summary>The kind that a manifest names, or null.</summary>
    public static ValueKind? Parse(string name)
    {
        foreach (var kind in Kinds)
        {
            if (kind.Name == name)
            {
                return kind.Kind;
            }
        }

        return null;
    }

    /// <summary>The kind of a type's full name, or null when functions cannot have it.</summary>
    internal static ValueKind? FromMetadata(string fullName)
    {
        foreach (var kind in Kinds)
        {
            if (kind.MetadataName == fullName)
            {
                return kind.Kind;
            }
        }

        return null;
    }
}
