using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// Attributes describe, save for some that change what code does: a package carries those of the list, the SDK's and its own.
/// </summary>
internal static class Attributes
{
    public static void Check(ICustomAttributeProvider provider)
    {
        if (!provider.HasCustomAttributes)
        {
            return;
        }

        foreach (var attribute in provider.CustomAttributes)
        {
            var type = attribute.Constructor?.DeclaringType ??
                throw new RefusalException(RuleIds.Malformed, "it carries an attribute that is not there");
            var name = MemberSignature.NameOf(type);
            if (!IsAllowed(type, name))
            {
                throw Hint(name);
            }
        }
    }

    // The runtime knows some attributes by name, wherever they are defined.
    private static bool IsAllowed(TypeReference type, string name)
    {
        if (RuleSet.Current.Attributes.ContainsKey(name) || name == "Microsoft.CodeAnalysis.EmbeddedAttribute")
        {
            return true;
        }

        return !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal) &&
            (type is TypeDefinition || type.Scope is AssemblyNameReference { Name: RuleSet.Sdk });
    }

    private static RefusalException Hint(string name) => name switch
    {
        "System.ThreadStaticAttribute" => new RefusalException(RuleIds.StaticState, $"it carries {name}: state of a thread"),
        "System.Runtime.CompilerServices.IsByRefLikeAttribute" => new RefusalException(
            RuleIds.ByRefLike, "it is a ref struct; use a struct"),
        "System.Runtime.CompilerServices.ModuleInitializerAttribute" => new RefusalException(
            RuleIds.StaticConstructor, $"it carries {name}: code that runs when the assembly is loaded"),
        "System.Runtime.CompilerServices.InlineArrayAttribute" => new RefusalException(
            RuleIds.Layout, $"it carries {name} (C# makes one for collection expressions of spans); use an array"),
        "System.Runtime.CompilerServices.SkipLocalsInitAttribute" => new RefusalException(
            RuleIds.Locals, "its variables begin with what memory happens to hold (SkipLocalsInit)"),
        "System.Runtime.CompilerServices.IsUnmanagedAttribute" => new RefusalException(
            RuleIds.Pointer, "it has a type parameter that is unmanaged, which is for unsafe code"),
        "System.Security.UnverifiableCodeAttribute" => new RefusalException(RuleIds.Pointer, "it is compiled with unsafe code allowed"),
        _ => name.StartsWith("System.Runtime.CompilerServices.Async", StringComparison.Ordinal) ||
            name.EndsWith("StateMachineAttribute", StringComparison.Ordinal)
            ? new RefusalException(
                RuleIds.Thread, $"it carries {name}: an async method or an iterator (yield return); return a list")
            : new RefusalException(RuleIds.Attribute, $"it carries {name}, which is not on the list of attributes that only describe"),
    };
}
