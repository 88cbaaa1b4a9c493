using System.Collections.Immutable;
using Ledger.Chaincode.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ledger.Chaincode.Tests;

public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("LC0001", "long X() { var d = new Dictionary<string, long>(); return d.Count; }")]
    [InlineData("LC0001", "long X() => DateTime.UtcNow.Ticks;")]
    [InlineData("LC0001", "long X() => new Random().Next();")]
    [InlineData("LC0001", "string X() => Guid.NewGuid().ToString();")]
    [InlineData("LC0001", "long X(List<long> l) => System.Linq.Enumerable.Sum(l);")]
    [InlineData("LC0002", "object X() => typeof(long).Assembly;")]
    [InlineData("LC0001", "void X() => System.IO.File.Delete(\"a\");")]
    [InlineData("LC0002", "void X(List<long> l) => l.Sort();")]
    [InlineData("LC0002", "string X(string s) => string.Format(s, 1);")]
    [InlineData("LC0002", "int X(string s) => s.GetHashCode();")]
    [InlineData("LC0002", "string X(string s) => s.ToUpper();")]
    [InlineData("LC0003", "long X(double d) => 1;")]
    [InlineData("LC0003", "long X() => (long)1.5;")]
    [InlineData("LC0003", "long X() { decimal d = 1; return (long)d; }")]
    [InlineData("LC0004", "long X() { try { return 1; } catch { return 2; } }")]
    [InlineData("LC0004", "long X() { try { return 1; } catch (Exception e) when (e != null) { return 2; } }")]
    [InlineData("LC0005", "static long X;")]
    [InlineData("LC0006", "async System.Threading.Tasks.Task X() { await System.Threading.Tasks.Task.Yield(); }")]
    [InlineData("LC0006", "void X() { lock (this) { } }")]
    [InlineData("LC0007", "long X() { Span<long> s = stackalloc long[2]; return s[0]; }")]
    [InlineData("LC0007", "unsafe long X(long* p) => 1;")]
    [InlineData("LC0010", "void X() => Ledger.Chaincode.Metering.Meter.Charge(-1);")]
    [InlineData("LC0011", "IEnumerable<long> X() { yield return 1; }")]
    [InlineData("LC0011", "~Sample() { }")]
    [InlineData("LC0011", "long X(dynamic d) => 1;")]
    public async Task WhatTheCheckerRefusesIsMarked(string id, string member)
    {
        var found = await Analyze($"public class Sample {{ {member} }}");
        Assert.Contains(found, d => d.Id == id);
        Assert.All(found, d => Assert.True(d.GetMessage(null).Length > 20, d.GetMessage(null)));
    }

    [Theory]
    [InlineData("LC0008", "[Contract(\"Sample\")] public sealed class A { }", "needs a name")]
    [InlineData("LC0008", "[Contract(\"a\")] public class A { }", "public sealed class")]
    [InlineData("LC0008", "[Contract(\"a\")] public sealed class A { long _sum; }", "has a field _sum")]
    [InlineData("LC0008", "[Contract(\"a\")] public sealed class A { public long Sum { get; } }", "has a field Sum")]
    [InlineData("LC0008", "[Contract(\"a\")] public sealed class A { private A() { } }", "public constructor")]
    [InlineData("LC0009", "[Contract(\"a\")] public sealed class A { [Function] public void X() { } }", "CallContext")]
    [InlineData("LC0009", "[Contract(\"a\")] public sealed class A { [Function] public void X(CallContext c, short n) { } }", " n:")]
    [InlineData("LC0009", "[Contract(\"a\")] public sealed class A { [Function] public object X(CallContext c) => c; }", "result")]
    [InlineData("LC0009", "[Contract(\"a\")] public sealed class A { [Function] public void X(CallContext c) { } }", "closed to everyone")]
    [InlineData("LC0009", "[Contract(\"a\")] public sealed class A { [Function] static void X(CallContext c) { } }", "public method")]
    public async Task TheShapeOfContractsIsTold(string id, string source, string words)
    {
        var found = Assert.Single(await Analyze(source));
        Assert.Equal(id, found.Id);
        Assert.Contains(words, found.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMessageSaysWhatToDoInstead()
    {
        var found = await Analyze("public class Sample { void X(List<long> l) => l.Sort(); }");
        Assert.Contains("List<long>.Sort()", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>The project's own contracts pass the checker, so nothing in them may be marked.</summary>
    [Fact]
    public async Task TheShippedContractsAreClean()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
        {
            folder = folder.Parent!;
        }

        var sources = Directory.GetFiles(Path.Combine(folder.FullName, "src", "Ledger.Contracts"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);
        var found = await Analyze([.. sources]);
        Assert.True(found.IsEmpty, string.Join('\n', found.Select(d => d.ToString()).Distinct().Take(20)));
    }

    [Fact]
    public async Task TheTestContractsOfTheSdkAreClean() => Assert.Empty(await Analyze(SdkContractTests.Source));

    private static Task<ImmutableArray<Diagnostic>> Analyze(params string[] sources) =>
        TestPackages.Compilation(allowUnsafe: true, sources)
            .WithAnalyzers([new ChaincodeAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
