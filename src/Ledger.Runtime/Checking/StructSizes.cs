namespace Ledger.Runtime;

/// <summary>Structs are small, and hold no struct that holds them.</summary>
internal static class StructSizes
{
    /// <summary>Most bytes of a struct, counting 8 for each value of up to 8.</summary>
    public const int SizeMax = 1024;

    private const int DepthMax = 16;

    // Private fields of the SDK's structs may be of types that contracts cannot name.
    private const int UnknownSize = 32;

    public static void Check(TypeUniverse universe, TypeShape type)
    {
        if (Of(universe, type.Self, 0) > SizeMax)
        {
            throw new RefusalException(RuleIds.Layout, $"it is a struct of more than {SizeMax} bytes, or one that holds itself");
        }
    }

    /// <summary>Bytes of a value of a type in a variable, from above; more than <see cref="SizeMax"/> when it is too many.</summary>
    public static int Of(TypeUniverse universe, IlType type, int depth)
    {
        if (type is not { Kind: IlKind.Named, Shape: { IsValueType: true } shape })
        {
            return 8;
        }

        if (shape.Definition == null)
        {
            var size = shape.Name is "System.Int128" or "System.UInt128" || shape.IsByRefLike ? 16 : 8;
            foreach (var argument in type.Arguments)
            {
                size += shape.IsByRefLike ? 0 : Of(universe, argument, depth + 1);
            }

            return size;
        }

        if (depth > DepthMax)
        {
            return SizeMax + 1;
        }

        var sum = 0;
        foreach (var field in shape.Definition.Fields)
        {
            if (!field.IsStatic && sum <= SizeMax)
            {
                sum += shape.Kind == "enum" ? 8
                    : universe.TypeOf(field, shape) is { } held ? Of(universe, held.Substitute(type.Arguments, []), depth + 1)
                    : UnknownSize;
            }
        }

        return Math.Max(sum, 1);
    }
}
