using Ledger.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.Chaincode.Tests;

/// <summary>Packages as bytes: those that the build put beside the tests, and those compiled from a few lines.</summary>
internal static class TestPackages
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(CallContext).Assembly.Location),
    ];

    /// <summary>All tests share it, so that a package is checked and loaded once.</summary>
    public static ContractHost Host { get; } = new();

    public static byte[] Contracts { get; } = Read("Ledger.Runtime.Tests.Contracts.dll");

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file));

    /// <summary>Compiles a package; the source needs no using directives.</summary>
    public static byte[] Compile(string source)
    {
        using var stream = new MemoryStream();
        var result = Compilation(allowUnsafe: false, source).Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }

    /// <summary>What the compiler makes of sources that need no using directives.</summary>
    public static CSharpCompilation Compilation(bool allowUnsafe, params string[] sources)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
            allowUnsafe: allowUnsafe, deterministic: true, nullableContextOptions: NullableContextOptions.Enable);
        const string Usings =
            "global using System; global using System.Collections.Generic; global using Ledger.Chaincode;";
        return CSharpCompilation.Create(
            "package", [CSharpSyntaxTree.ParseText(Usings), .. sources.Select(s => CSharpSyntaxTree.ParseText(s))],
            References, options);
    }
}
