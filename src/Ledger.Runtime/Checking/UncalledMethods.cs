using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// The methods of a package that exist because C# or .NET wants them and that contract code may never call: overrides of
/// GetHashCode, whose values differ between processes, and what C# makes for record types to print themselves, whose cost cannot
/// be known. Since nothing calls them, they may name members that others may not.
/// </summary>
internal static class UncalledMethods
{
    private const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    public static HashSet<MethodDefinition> Find(ModuleDefinition module)
    {
        var methods = new HashSet<MethodDefinition>();
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (IsUncalled(method))
                {
                    methods.Add(method);
                }
            }
        }

        return methods;
    }

    private static bool IsUncalled(MethodDefinition method) => !method.IsStatic && method.GenericParameters.Count == 0 &&
        (method.Name, method.Parameters.Count) switch
        {
            ("GetHashCode", 0) => method.IsVirtual,
            ("ToString", 0) => method.IsVirtual && TypeUniverse.HasAttribute(method, CompilerGenerated),
            ("PrintMembers", 1) => TypeUniverse.HasAttribute(method, CompilerGenerated),
            _ => false,
        };
}
