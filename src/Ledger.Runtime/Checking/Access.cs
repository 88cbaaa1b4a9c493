using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Who may use what (ECMA-335 I.8.5.3): members and types of the package by their visibility.</summary>
internal static class Access
{
    public static void Check(
        MethodDefinition from, TypeShape owner, FieldAttributes attributes, string name) =>
        Check(from.DeclaringType, owner, (int)(attributes & FieldAttributes.FieldAccessMask), name);

    public static void Check(
        MethodDefinition from, TypeShape owner, MethodAttributes attributes, string name) =>
        Check(from.DeclaringType, owner, (int)(attributes & MethodAttributes.MemberAccessMask), name);

    // Fields and methods number their visibilities alike.
    private static void Check(TypeDefinition from, TypeShape owner, int visibility, string name)
    {
        var isPackage = owner.Origin == TypeOrigin.Package;
        var allowed = (MethodAttributes)visibility switch
        {
            MethodAttributes.Public => true,
            MethodAttributes.Assembly => isPackage,
            MethodAttributes.Private => isPackage && IsInside(from, owner.Definition!),
            MethodAttributes.Family => IsFamily(from, owner),
            MethodAttributes.FamORAssem => isPackage || IsFamily(from, owner),
            MethodAttributes.FamANDAssem => isPackage && IsFamily(from, owner),
            _ => false,
        };
        if (!allowed)
        {
            throw new RefusalException(RuleIds.Access, $"it uses {name}, which is not visible there");
        }
    }

    private static bool IsInside(TypeDefinition? type, TypeDefinition owner)
    {
        for (; type != null; type = type.DeclaringType)
        {
            if (type == owner)
            {
                return true;
            }
        }

        return false;
    }

    // Bases are followed by name: the chain is short, and cycles were refused before.
    private static bool IsFamily(TypeDefinition? from, TypeShape owner)
    {
        for (; from != null; from = from.DeclaringType)
        {
            var type = from;
            for (var depth = 0; type != null && depth < PackageTypes.BaseDepthMax; depth++)
            {
                if (type == owner.Definition)
                {
                    return true;
                }

                var ancestor = type.BaseType is TypeSpecification ? type.BaseType.GetElementType() : type.BaseType;
                if (ancestor is not TypeDefinition && ancestor != null && owner.Definition != null &&
                    MemberSignature.NameOf(ancestor) == owner.Name)
                {
                    return true;
                }

                type = ancestor as TypeDefinition;
            }
        }

        return false;
    }
}
