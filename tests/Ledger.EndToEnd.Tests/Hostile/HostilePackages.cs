using Ledger.Chaincode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.EndToEnd.Tests.Hostile;

/// <summary>Contracts that want more than they should have, and packages that no node may run.</summary>
internal static class HostilePackages
{
    /// <summary>The contract with every function of <see cref="Calls"/>.</summary>
    public const string Contract = "hostile";

    /// <summary>Endless work is over in some milliseconds, and there is enough to have the package checked.</summary>
    public const long GasPerCall = 30_000_000;

    private const string OutOfGas = "the limit is 30000000 gas in a call";
    private const string OutOfStack = "the limit is 262144 bytes of stack in a call";
    private const string OutOfMemory = "the limit is 268435456 bytes of memory in a call";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(CallContext).Assembly.Location),
    ];

    /// <summary>What each function does, and the message of the receipt that it must get.</summary>
    public static IReadOnlyList<(string Body, string Message)> Calls { get; } =
    [
        ("while (true) { }", OutOfGas),
        ("again: switch (context.BlockHeight) { case 0: return; default: goto again; }", OutOfGas),
        ("var a = new byte[1 << 30]; context.State.Put(StateKey.Of(\"x\"), a);", OutOfMemory),
        ("var a = new long[int.MaxValue]; context.State.Put(StateKey.Of(\"x\"), new byte[a.Length]);", OutOfMemory),
        ("var list = new List<byte[]>(); while (true) { list.Add(new byte[100_000]); }", OutOfGas),
        ("var text = \"x\"; while (true) { text += text; }", OutOfGas),
        ("object box = 1L; while (true) { box = 1L + (long)box; }", OutOfGas),
        ("Down(1);", OutOfStack),
        ("Large(default);", OutOfStack),
        ("Generic<string>(\"\");", OutOfStack),
        ("Func<long, long>? f = null; f = x => f!(x + 1); f(0);", OutOfStack),
        ("try { while (true) { } } finally { while (true) { } }", OutOfGas),
        ("for (;;) { try { continue; } finally { context.State.Get(StateKey.Of(\"x\")); } }", OutOfGas),
        ("try { Down(1); } finally { while (true) { } }", OutOfStack),
        ("var zero = context.BlockHeight * 0; try { zero = 1 / zero; } finally { while (true) { } }",
            "the contract failed: division by zero"),
        ("Unwind(1);", OutOfStack),
        ("Sorting.Sort(new long[1_000], new Liar());", OutOfGas),
        ("Sorting.Sort(new long[1_000], new Thrower());", "no order"),
        ("while (true) { context.Emit(\"e\", new byte[100]); }", "the limit is 64 events in a call"),
        ("context.Emit(\"e\", new byte[65_537]);", "the limit is 65536 bytes of data in an event"),
        ("for (var i = 0L; ; i++) { context.State.Put(StateKey.Of(\"x\").And(i), new byte[60_000]); }",
            "the limit is 8388608 bytes written in a transaction"),
        ("context.State.Put(StateKey.Of(\"x\"), new byte[65_537]);", "the limit is 65536 bytes for a value"),
        ("while (true) { context.State.Put(StateKey.Of(\"x\"), []); }", OutOfGas),
        ("while (true) { context.State.Scan(StateKey.Of(\"x\")); }", OutOfGas),
        ("context.Call(\"hostile\", \"run25\", []);", "the limit is 8 contracts that call one another"),
        ("while (true) { Hash.Sha256(new byte[100_000]); }", OutOfGas),
        ("WideInteger n = 3L; while (true) { n = n * n; }", "the contract failed: arithmetic overflow"),
        ("var n = long.MaxValue - context.BlockHeight; for (var i = 0; i < 64; i++) { n += n; }",
            "the contract failed: arithmetic overflow"),
        ("string? text = context.BlockHeight < 0 ? \"\" : null; context.Reject(text!.Length + \"\");",
            "the contract failed: a value is null"),
        ("var a = new long[1]; a[context.BlockHeight + 1] = 7;", "the contract failed: index or argument out of range"),
    ];

    /// <summary>Sources that compile and that the checker refuses, each with a word of its sentence.</summary>
    public static IReadOnlyList<(string Body, string Reason)> Refused { get; } =
    [
        ("try { while (true) { } } catch { }", "catch"),
        ("var x = context.BlockHeight * 0.5; context.Require(x > 0, \"\");", "double"),
        ("context.Require(DateTime.UtcNow.Ticks > 0, \"\");", "DateTime"),
        ("context.Require(new Random().Next() > 0, \"\");", "Random"),
        ("context.Require(Count++ > 0, \"\"); } private static long Count; public void Other() {", "static"),
        ("new System.Threading.Thread(() => { }).Start();", "Thread"),
        ("System.IO.File.Delete(\"x\");", "File"),
        ("Environment.FailFast(\"\");", "Environment"),
        ("} ~Sample() { while (true) { }", "inaliz"),
        ("Span<byte> bytes = stackalloc byte[1_000_000]; bytes[0] = 1;", "stackalloc"),
        ("Ledger.Chaincode.Metering.Meter.Current.Begin(long.MaxValue, 0, 0);", "eter"),
        ("GC.AddMemoryPressure(1L << 40);", "GC"),
    ];

    // A write that must not survive the call.
    private const string Before = "context.State.Put(StateKey.Of(\"before\"), [1]); ";

    /// <summary>A contract whose functions are those of <see cref="Calls"/>: run1, run2 and so on.</summary>
    public static byte[] Hostile() => Compile(
        $$"""
          [Contract("{{Contract}}")]
          public sealed class Sample
          {
              {{string.Concat(Calls.Select((c, i) => Function($"Run{i + 1}", Before + c.Body)))}}
              private static long Down(long n) => Down(n + 1) + 1;
              private static long Large(Wide wide) => Large(new Wide { A = wide.B, P = wide.A }) + 1;
              private static int Generic<T>(T value) => Generic(value) + 1;
              private static long Unwind(long n) { try { return Unwind(n + 1) + 1; } finally { n = 1 / (n - n); } }
          }
          public struct Wide { public long A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }
          public sealed class Liar : IOrder<long>
          {
              public int Compare(long left, long right) { while (left == right) { } return 1; }
          }
          public sealed class Thrower : IOrder<long>
          {
              public int Compare(long left, long right) => throw new ContractRejection("no order");
          }
          """);

    /// <summary>The package of a body that the checker refuses.</summary>
    public static byte[] Of(string body) => Compile(
        $$"""
          [Contract("refused")]
          public sealed class Sample
          {
              {{Function("Run", body)}}
          }
          """);

    private static string Function(string name, string body) =>
        $"[Function, AnyMember] public void {name}(CallContext context) {{ {body} }}\n";

    private static byte[] Compile(string source)
    {
        const string Usings =
            "global using System; global using System.Collections.Generic; global using Ledger.Chaincode;";
        var compilation = CSharpCompilation.Create(
            "package", [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(source)], References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
                deterministic: true));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }
}
