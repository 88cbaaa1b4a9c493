using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Ledger.Checker.Tests;

/// <summary>A refusal is shown where its author wrote the code.</summary>
public sealed class SourceLocationTests
{
    [Fact]
    public void A_flaw_is_found_in_its_file_and_line()
    {
        const string Source = "public static class C\n{\n    public static long F(long x)\n    {\n        var y = x + 1;\n" +
            "        return System.Environment.TickCount64 + y;\n    }\n}\n";
        var stop = TestContext.Current.CancellationToken;
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(Source, System.Text.Encoding.UTF8), path: "Clock.cs", cancellationToken: stop);
        var compilation = CSharpCompilation.Create(
            "c", [tree], TestPackages.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        Assert.True(compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: stop).Success);
        var flaw = new PackageInspector().Inspect(assembly.ToArray()).Detail!;
        Assert.Equal(("environment", "C", "F"), (flaw.Rule, flaw.Type, flaw.Method));
        Assert.Equal(new SourceLocation("Clock.cs", 6), SourceLocation.Find(symbols.ToArray(), flaw));
        Assert.Null(SourceLocation.Find(assembly.ToArray(), flaw));
        Assert.Null(SourceLocation.Find(symbols.ToArray(), flaw with { MethodToken = 0 }));
    }
}
