using Ledger.Chaincode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Packages as bytes: those that the build put beside the tests, and those compiled from a few
/// lines.
/// </summary>
internal static class TestPackages
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(CallContext).Assembly.Location),
    ];

    public static byte[] Contracts { get; } = Read("Ledger.Runtime.Tests.Contracts.dll");

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file));

    /// <summary>Compiles a package; the source needs no using directives.</summary>
    public static byte[] Compile(string source, bool allowUnsafe = false)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: allowUnsafe,
            deterministic: true);
        const string Usings =
            "global using System; global using System.Collections.Generic; global using Ledger.Chaincode;";
        var compilation = CSharpCompilation.Create(
            "package", [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(source)], References, options);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }

    /// <summary>A package with one contract whose body holds the members, and other types beside it.</summary>
    public static byte[] Contract(
        string members, string others = "", string name = "sample", bool allowUnsafe = false, string attributes = "") => Compile(
        $$"""
          {{attributes}}
          [Contract("{{name}}")]
          public sealed class Sample
          {
              {{members}}
          }
          {{others}}
          """,
        allowUnsafe);
}
