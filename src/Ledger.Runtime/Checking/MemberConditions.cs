using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>The conditions of <see cref="MemberTraits"/> that depend on the method and the type arguments.</summary>
internal static class MemberConditions
{
    public static void Check(PackageContext context, MethodDefinition from, MemberRule rule, IlType owner, IlType[] arguments)
    {
        var traits = rule.Traits;
        var name = rule.Signature[(rule.Signature.IndexOf("::", StringComparison.Ordinal) + 2)..].Split('(')[0];
        var isUncalled = context.Uncalled.Contains(from);
        if ((traits & MemberTraits.Uncalled) != 0 && !isUncalled)
        {
            throw name == "GetHashCode"
                ? new RefusalException(RuleIds.HashCode, $"it calls {owner.Shape!.Name}.GetHashCode: hash codes differ between processes")
                : new RefusalException(
                    RuleIds.Text,
                    $"it calls {owner.Shape!.Name}.{name}, whose cost cannot be known; write a method of your own, or join texts with +");
        }

        var all = arguments.Length > 0 ? arguments : owner.Arguments;
        if ((traits & MemberTraits.Number) != 0 && !Array.TrueForAll(all, IsNumber))
        {
            throw new RefusalException(
                RuleIds.Member, $"it uses {owner.Shape!.Name}.{name} with {all[0]}; its cost is known for integers and characters only");
        }

        if ((traits & MemberTraits.Character) != 0 && !Array.TrueForAll(all, a => a.Is("System.Char")))
        {
            throw new RefusalException(RuleIds.Text, $"it uses {owner.Shape!.Name}.{name} with {all[0]}; it is for characters only");
        }

        if ((traits & MemberTraits.Equality) != 0 && !isUncalled && !Array.TrueForAll(all, HasKnownEquality))
        {
            throw new RefusalException(
                RuleIds.Member,
                $"it compares values of type {all[0]} by EqualityComparer (a record does for each of its values), " +
                "whose cost is known for integers, texts, arrays, lists and types of the package only");
        }
    }

    private static bool IsNumber(IlType type) => type is { Kind: IlKind.Named, Shape.IsNumber: true };

    // Arrays, lists and delegates are compared by reference, types of the package by their own code.
    private static bool HasKnownEquality(IlType type) => type.Kind switch
    {
        IlKind.Array => true,
        IlKind.Named when type.Shape!.Origin == TypeOrigin.Package =>
            type.Shape.Kind != "struct" || Dispatch.Overrides(type.Shape, "Equals"),
        IlKind.Named when type.Shape!.Origin == TypeOrigin.Sdk => true,
        IlKind.Named when type.Is("System.Nullable`1") => HasKnownEquality(type.Element),
        IlKind.Named => type.Shape!.IsNumber || type.Shape.Name is "System.String" or "System.Type" or
            "System.Collections.Generic.List`1" or "System.Collections.Generic.IReadOnlyList`1",
        _ => false,
    };
}
