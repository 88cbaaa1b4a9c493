using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>No static field of a package remembers anything: it is a constant, cannot change in any part, or keeps a delegate.</summary>
internal static class StaticFields
{
    private const int DepthMax = 8;

    public static void Check(TypeUniverse universe, FieldDefinition field, IlType type)
    {
        if (!field.IsStatic || field.IsLiteral)
        {
            return;
        }

        if ((field.Attributes & FieldAttributes.HasFieldRVA) != 0)
        {
            if (!field.IsInitOnly || (!type.Is("System.Byte") && !IsData(field.FieldType) && !field.FieldType.IsPrimitive))
            {
                throw new RefusalException(RuleIds.StaticState, $"field {field.Name} is data of the file that can change");
            }

            return;
        }

        if (!field.IsInitOnly)
        {
            if (!DelegateCaches.Is(field) || type is not { Kind: IlKind.Named, Shape.Kind: "delegate" })
            {
                throw new RefusalException(
                    RuleIds.StaticState, $"{field.Name} is a static field that can change; keep state in CallContext.State");
            }
        }
        else if (!IsUnchangeable(universe, type, 0))
        {
            throw new RefusalException(
                RuleIds.StaticState,
                $"{field.Name} is static and its content can change; only numbers, texts and structs of these may be static readonly");
        }
    }

    private static bool IsData(TypeReference type) => type is TypeDefinition { ClassSize: > 0 };

    private static bool IsUnchangeable(TypeUniverse universe, IlType type, int depth)
    {
        if (type.Kind != IlKind.Named || depth > DepthMax)
        {
            return false;
        }

        var shape = type.Shape!;
        if (shape.IsNumber || shape.Kind == "enum" || type.Is("System.String"))
        {
            return true;
        }

        if (shape.Origin == TypeOrigin.Framework)
        {
            return (shape.Name == "System.Nullable`1" || shape.Name.StartsWith("System.ValueTuple`", StringComparison.Ordinal)) &&
                Array.TrueForAll(type.Arguments, a => IsUnchangeable(universe, a, depth + 1));
        }

        // An object without fields has nothing that could change: C# makes one to hold lambdas.
        return shape.Kind == "struct"
            ? HoldsUnchangeable(universe, type, depth)
            : shape is { Kind: "class", Origin: TypeOrigin.Package } && !HasInstanceFields(shape.Definition!) &&
                shape.Base is { } ancestor && ancestor.Is("System.Object");
    }

    private static bool HoldsUnchangeable(TypeUniverse universe, IlType type, int depth)
    {
        foreach (var field in type.Shape!.Definition!.Fields)
        {
            if (!field.IsStatic && (universe.TypeOf(field, type.Shape) is not { } held ||
                !IsUnchangeable(universe, held.Substitute(type.Arguments, []), depth + 1)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasInstanceFields(TypeDefinition type)
    {
        foreach (var field in type.Fields)
        {
            if (!field.IsStatic)
            {
                return true;
            }
        }

        return false;
    }
}
