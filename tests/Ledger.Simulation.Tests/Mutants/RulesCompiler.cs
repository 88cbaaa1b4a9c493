using Ledger.Consensus;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.Simulation.Tests.Mutants;

/// <summary>Compiles a copy of the rules in memory, with the settings of the repository's build. Thread safe.</summary>
internal static class RulesCompiler
{
    private const string AssemblyName = "Ledger.Consensus";

    // What the build adds: implicit usings, the assembly's version, and whom the project lets see its internals.
    private const string Generated = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Ledger.Simulation")]
        """;

    private static readonly Lazy<RulesSource> Source = new(() => new RulesSource());
    private static readonly Lazy<MetadataReference[]> References = new(FindReferences);

    /// <summary>Compiles the rules with edits.</summary>
    /// <returns>The assembly's bytes.</returns>
    /// <exception cref="InvalidOperationException">An edit no longer fits the sources, or does not compile.</exception>
    public static byte[] Compile(IReadOnlyList<Edit> edits)
    {
        var compilation = CSharpCompilation.Create(
            AssemblyName,
            [.. Source.Value.Apply(edits), RulesSource.Parse(Generated, "Generated.cs")],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                checkOverflow: true,
                nullableContextOptions: NullableContextOptions.Enable,
                concurrentBuild: true,
                deterministic: true));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"the mutant does not compile: {string.Join('\n', errors)}");
        }

        return stream.ToArray();
    }

    // The assemblies of this very process, but for the one that is compiled anew.
    private static MetadataReference[] FindReferences()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var own = typeof(Replica).Assembly.Location;
        return [.. platform
            .Where(path => path != own && IsReferenced(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsReferenced(string file) =>
        file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "Ledger.Primitives.dll";
}
