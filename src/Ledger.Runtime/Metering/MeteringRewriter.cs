using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// Puts the meter into a package that the checker has accepted: every basic block pays for its instructions when it is
/// entered, everything whose size shows only at run time pays right before it happens, and every function pays for its
/// frame while it is on the stack. What runs once in the life of a process is left as it is. A function of the bytes and
/// the rules.
/// </summary>
internal static class MeteringRewriter
{
    // The runtime's own switch for code that is optimised at once: what a call costs in time must not depend on how
    // often it ran before.
    private const MethodImplAttributes AggressiveOptimization = (MethodImplAttributes)0x200;

    private const MethodImplAttributes AggressiveInlining = (MethodImplAttributes)0x100;

    /// <summary>Rewrites a package.</summary>
    /// <param name="accepted">The bytes of an assembly that follows the rules.</param>
    /// <param name="rules">The rules, with their prices.</param>
    /// <returns>The bytes of an assembly that does the same and pays for it.</returns>
    /// <exception cref="MeteringException">It holds something that cannot be metered.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> accepted, RuleSet rules)
    {
        using var source = new MemoryStream(accepted.ToArray(), writable: false);
        using var module = ModuleDefinition.ReadModule(
            source, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = new NoResolver() });
        var sizes = new TypeSizes(module);
        var costs = new InstructionCosts(rules, sizes);
        var meter = new MeterMembers(module);
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (method.HasBody && !RuleSet.IsUncharged(method))
                {
                    var mayInline = new MethodRewriter(method, rules, costs, sizes, meter).Rewrite();
                    method.ImplAttributes &= ~AggressiveInlining;
                    method.ImplAttributes |= mayInline
                        ? AggressiveOptimization
                        : AggressiveOptimization | MethodImplAttributes.NoInlining;
                }
            }
        }

        RemoveDebugging(module);
        using var target = new MemoryStream();
        module.Write(target);
        return target.ToArray();
    }

    // The attribute by which a debug build asks for slow code.
    private static void RemoveDebugging(ModuleDefinition module)
    {
        var attributes = module.Assembly.CustomAttributes;
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            if (attributes[i].AttributeType.Name == "DebuggableAttribute")
            {
                attributes.RemoveAt(i);
            }
        }
    }

    private sealed class NoResolver : IAssemblyResolver
    {
        public AssemblyDefinition? Resolve(AssemblyNameReference name) => null;

        public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters) => null;

        public void Dispose()
        {
        }
    }
}
