using System.Reflection;
using Ledger.Chaincode;
using Ledger.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RuleSet = Ledger.Runtime.RuleSet;

namespace Ledger.Benchmarks.Chaincode;

/// <summary>The corpus as a package: compiled, and loaded with or without the meter.</summary>
internal static class BenchPackage
{
    /// <summary>Its bytes, as an author's compiler makes them.</summary>
    public static byte[] Compiled { get; } = Compile();

    /// <summary>A method of the corpus.</summary>
    /// <param name="metered">Whether it is rewritten.</param>
    /// <param name="name">Its name.</param>
    public static Func<int, long> Method(bool metered, string name) =>
        (metered ? Metered : Plain).Value.GetType("Corpus")!.GetMethod(name)!.CreateDelegate<Func<int, long>>();

    /// <summary>Names of all programs.</summary>
    public static IEnumerable<string> Names => Plain.Value.GetType("Corpus")!
        .GetMethods(BindingFlags.Public | BindingFlags.Static).Select(m => m.Name);

    private static readonly Lazy<Assembly> Plain = new(() => Load(Compiled));

    private static readonly Lazy<Assembly> Metered = new(() => Load(MeteringRewriter.Rewrite(Compiled, RuleSet.Current)));

    private static Assembly Load(byte[] code) => new PackageLoadContext("corpus").LoadFromStream(new MemoryStream(code));

    private static byte[] Compile()
    {
        MetadataReference[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
                .Select(p => MetadataReference.CreateFromFile(p)),
            MetadataReference.CreateFromFile(typeof(CallContext).Assembly.Location),
        ];
        var compilation = CSharpCompilation.Create(
            "corpus", [CSharpSyntaxTree.ParseText(CorpusSource.Text)], references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
                nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        return result.Success ? stream.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
