using System.Reflection;
using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>
/// No type of a package keeps state between calls, overlays its fields, or passes for a type of
/// .NET.
/// </summary>
internal static class TypeRules
{
    private const int StructDepthMax = 8;

    public static string? FirstFlaw(PackageMetadata package)
    {
        foreach (var handle in package.Metadata.TypeDefinitions)
        {
            var type = package.Metadata.GetTypeDefinition(handle);
            var name = package.NameOf(handle);
            if (IsReservedNamespace(name) && !name.EndsWith("Attribute", StringComparison.Ordinal))
            {
                return $"it defines {name} in a namespace of .NET or the SDK";
            }

            if ((type.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.ExplicitLayout &&
                HasInstanceFields(package, type))
            {
                return $"{name} has an explicit layout";
            }

            foreach (var field in type.GetFields())
            {
                if (FieldFlaw(package, name, package.Metadata.GetFieldDefinition(field)) is { } flaw)
                {
                    return flaw;
                }
            }
        }

        return package.Signatures.Flaw is { } forbidden ? $"a field uses {forbidden}" : null;
    }

    private static bool IsReservedNamespace(string type) =>
        type.StartsWith("System.", StringComparison.Ordinal) ||
        type.StartsWith("Microsoft.", StringComparison.Ordinal) ||
        type.StartsWith("Ledger.Chaincode.", StringComparison.Ordinal);

    private static string? FieldFlaw(PackageMetadata package, string type, FieldDefinition field)
    {
        var value = package.Signatures.Field(field.Signature);
        const FieldAttributes Marshalled = FieldAttributes.PinvokeImpl | FieldAttributes.HasFieldMarshal;
        if ((field.Attributes & Marshalled) != 0)
        {
            return $"{type} has a field that is laid out for native code";
        }

        // A constant is no field at run time, and data of the file cannot change without a pointer.
        const FieldAttributes Constant = FieldAttributes.Literal | FieldAttributes.HasFieldRVA;
        if ((field.Attributes & FieldAttributes.Static) == 0 || (field.Attributes & Constant) != 0)
        {
            return null;
        }

        var name = package.Metadata.GetString(field.Name);
        if (IsDelegateCache(type, name))
        {
            return null;
        }

        if ((field.Attributes & FieldAttributes.InitOnly) == 0)
        {
            return $"{type}.{name} is a static field that can change; keep state in CallContext.State";
        }

        return IsUnchangeable(package, value, 0)
            ? null
            : $"{type}.{name} is static and its content can change; " +
              "only numbers, texts and structs of these may be static readonly";
    }

    // Where C# keeps the delegates of lambdas and method groups that capture nothing: "<>c" with "<>9..." and "<>O"
    // with "<n>...". That code assigns nothing else to them is for the check of instructions to prove.
    private static bool IsDelegateCache(string type, string field) =>
        (type.EndsWith("/<>c", StringComparison.Ordinal) && field.StartsWith("<>9", StringComparison.Ordinal)) ||
        (type.EndsWith("/<>O", StringComparison.Ordinal) && field.StartsWith('<'));

    private static bool IsUnchangeable(PackageMetadata package, SignatureType type, int depth)
    {
        if (!type.Definition.IsNil)
        {
            var definition = package.Metadata.GetTypeDefinition(type.Definition);
            return type.IsValueType && depth < StructDepthMax && definition.GetFields().All(handle =>
            {
                var field = package.Metadata.GetFieldDefinition(handle);
                return (field.Attributes & FieldAttributes.Static) != 0 ||
                    IsUnchangeable(package, package.Signatures.Field(field.Signature), depth + 1);
            });
        }

        return type.Name switch
        {
            "System.String" or "System.Int128" or "System.UInt128" => true,
            "Ledger.Chaincode.Energy" or "Ledger.Chaincode.Money" or "Ledger.Chaincode.Price" => true,
            "Ledger.Chaincode.Slot" => true,
            "System.IntPtr" or "System.UIntPtr" or "System.TypedReference" or null => false,
            "System.Boolean" or "System.Char" or "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or
                "System.Int32" or "System.UInt32" or "System.Int64" or "System.UInt64" => true,
            _ => false,
        };
    }

    private static bool HasInstanceFields(PackageMetadata package, TypeDefinition type)
    {
        foreach (var handle in type.GetFields())
        {
            if ((package.Metadata.GetFieldDefinition(handle).Attributes & FieldAttributes.Static) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
