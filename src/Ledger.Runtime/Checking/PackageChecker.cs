using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// Judges the code of a package by the rules: every type, member, instruction and attribute is on the list, every method is verified.
/// The bytes must have passed <see cref="AssemblyBounds"/>, which keeps the reader from being led astray. Pure; thread safe.
/// </summary>
internal static class PackageChecker
{
    private const int TypesMax = 4096;
    private const int MethodsMax = 16_384;

    /// <summary>Judges what an author wrote; null when it may run.</summary>
    public static PackageFlaw? Check(ReadOnlyMemory<byte> assembly) => Check(assembly, isRewritten: false);

    /// <summary>Judges what the meter made of an accepted package; null when it may run.</summary>
    public static PackageFlaw? CheckRewritten(ReadOnlyMemory<byte> assembly) =>
        AssemblyBounds.FirstFlaw(assembly) ?? Check(assembly, isRewritten: true);

    private static PackageFlaw? Check(ReadOnlyMemory<byte> assembly, bool isRewritten)
    {
        var place = new CheckPlace();

        // The types of the SDK are read when they are first met, by a reader that takes one caller at a time.
        lock (SdkTypes.Gate)
        {
            return Check(assembly, isRewritten, place);
        }
    }

    private static PackageFlaw? Check(ReadOnlyMemory<byte> assembly, bool isRewritten, CheckPlace place)
    {
        try
        {
            using var module = ModuleDefinition.ReadModule(
                new MemoryStream(assembly.ToArray(), writable: false),
                new ReaderParameters { AssemblyResolver = ClosedResolver.Instance, ReadingMode = ReadingMode.Deferred });
            Check(module, place, isRewritten);
            return null;
        }
        catch (RefusalException refusal)
        {
            return place.Flaw(refusal);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or RuntimeInvariantException or InsufficientExecutionStackException))
        {
            // The reader raises whatever it stumbles over in malformed bytes; which exception is its affair and not part of the verdict.
            return place.Flaw(new RefusalException(RuleIds.Malformed, "it is not well-formed"));
        }
    }

    private static void Check(ModuleDefinition module, CheckPlace place, bool isRewritten)
    {
        var types = module.GetTypes().ToList();
        if (types.Count > TypesMax || types.Sum(t => t.Methods.Count) > MethodsMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has more than {TypesMax} types or {MethodsMax} methods");
        }

        var universe = TypeUniverse.OfPackage(module, isRewritten, place);
        var graph = new GenericGraph();
        var context = new PackageContext(universe, place, graph, UncalledMethods.Find(module), isRewritten);
        foreach (var type in universe.Own)
        {
            PackageTypes.Check(context, type);
        }

        foreach (var type in universe.Own)
        {
            PackageMethods.Check(context, type);
        }

        place.LeaveAll();
        CheckFile(module);
        LinkOverrides(types, graph);
        graph.Check();
    }

    private static void CheckFile(ModuleDefinition module)
    {
        if (module.HasModuleReferences)
        {
            throw new RefusalException(RuleIds.NativeCode, "it calls native code (P/Invoke) or another module");
        }

        if (module.Assembly.HasSecurityDeclarations)
        {
            throw new RefusalException(RuleIds.Pointer, "it is compiled with unsafe code allowed (AllowUnsafeBlocks)");
        }

        Attributes.Check(module.Assembly);
        Attributes.Check(module);
        foreach (var reference in module.AssemblyReferences)
        {
            if (reference.Name != RuleSet.Sdk && !RuleSet.Current.Assemblies.Contains(reference.Name))
            {
                throw new RefusalException(
                    RuleIds.Assembly,
                    $"it references {reference.Name}; contracts reference {RuleSet.Sdk} and the basic types of .NET only");
            }
        }
    }

    // A call of a generic virtual method may run any override: those of one name and form count as one.
    private static void LinkOverrides(List<TypeDefinition> types, GenericGraph graph)
    {
        var first = new Dictionary<(string, int, int), MethodDefinition>();
        foreach (var method in types.SelectMany(t => t.Methods))
        {
            if (!method.IsVirtual || !method.HasGenericParameters)
            {
                continue;
            }

            var name = method.Name[(method.Name.LastIndexOf('.') + 1)..];
            if (!first.TryAdd((name, method.GenericParameters.Count, method.Parameters.Count), method))
            {
                graph.Link(first[(name, method.GenericParameters.Count, method.Parameters.Count)], method);
            }
        }
    }
}
