using System.Reflection.PortableExecutable;

namespace Ledger.Runtime.Tests;

/// <summary>One small package for each rule, accepted and refused.</summary>
public sealed class MetadataInspectorTests
{
    private const string Run = "[Function, AnyMember] public void Run(CallContext context) { }";

    private readonly MetadataInspector _inspector = new();

    [Fact]
    public void The_test_contracts_are_accepted_and_described()
    {
        var verdict = _inspector.Inspect(TestPackages.Contracts);
        Assert.Null(verdict.Flaw);
        Assert.Equal(["access", "counter", "relay", "store"], verdict.Contracts.Select(c => c.Name));
        var echo = verdict.Contracts[1].Functions.Single(f => f.Name == "echo");
        Assert.True(echo.ReadOnly && echo.Access.AnyMember);
        Assert.Equal(
            [
                ValueKind.Bool, ValueKind.Int, ValueKind.Long, ValueKind.Text, ValueKind.Bytes, ValueKind.Longs,
                ValueKind.Texts,
            ],
            echo.Parameters.Select(p => p.Kind));
        Assert.Equal("abcdefg", string.Concat(echo.Parameters.Select(p => p.Name)));
        Assert.Equal(ValueKind.Bytes, echo.Result);
        var offer = verdict.Contracts[0].Functions.Single(f => f.Name == "offerAsProducer");
        Assert.Equal("role in (prosumer, producer) and assetType in (pv, battery, ev)", offer.Access.ToString());
        Assert.Equal(
            ["relay", "other"], verdict.Contracts[0].Functions.Single(f => f.Name == "internal").Access.Contracts);
    }

    [Theory]
    [InlineData("constants", "", "public static class C { public const long A = 1; public const string B = \"b\"; }")]
    [InlineData("unchangeable statics", "",
        "public static class C { public static readonly long A = 1; public static readonly string B = 1.ToString(); " +
        "public static readonly Money M = new(1); public static readonly Pair P = new(); } " +
        "public readonly struct Pair { readonly long _a; }")]
    [InlineData("lambdas", "public static void Sort(List<long> list) => list.Sort((x, y) => y.CompareTo(x));", "")]
    [InlineData(
        "method groups",
        "static int By(long x, long y) => 0; public static void Sort(List<long> list) => list.Sort(By);",
        "")]
    [InlineData(
        "closures and delegates",
        "public delegate long Map(long x); public static Map Adder(long n) => x => x + n;",
        "")]
    [InlineData(
        "foreach over a list",
        "public static long Sum(List<long> l) { var s = 0L; foreach (var x in l) { s += x; } return s; }",
        "")]
    [InlineData("finally", "public static void F() { try { } finally { F(); } }", "")]
    [InlineData(
        "records",
        "",
        "public sealed record Bid(string Account, long Price); public readonly record struct P(long X, long Y);")]
    [InlineData(
        "generics",
        "",
        "public static class G<T> where T : IComparable<T> { public static bool Less(T x, T y) => " +
        "x.CompareTo(y) < 0; }")]
    [InlineData("interpolation", "public static string Text(long x) => $\"slot {x} of {x + 1}\";", "")]
    [InlineData(
        "switch on text",
        "public static int S(string s) => s switch { \"a\" => 1, \"b\" => 2, \"c\" => 3, \"d\" => 4, \"e\" => " +
        "5, \"f\" => 6, \"g\" => 7, _ => 0 };",
        "")]
    [InlineData(
        "array data",
        "public static long[] Table() => new long[] { 1, 2, 3, 4, 5, 6 }; public static ReadOnlySpan<byte> Tag " +
        "=> new byte[] { 1, 2, 3 };",
        "")]
    [InlineData("wide arithmetic", "public static long Mul(long x, long y) => checked((long)((Int128)x * y / 3));", "")]
    [InlineData("two-dimensional arrays", "public static long[,] Grid() => new long[2, 2];", "")]
    [InlineData(
        "interfaces",
        "",
        "public interface IShape { long Area { get; } } public sealed class Square : IShape { public long Area " +
        "=> 4; }")]
    public void What_contracts_need_is_accepted(string what, string members, string others)
    {
        var verdict = _inspector.Inspect(TestPackages.Contract(Run + members, others));
        Assert.True(verdict.Flaw == null, $"{what}: {verdict.Flaw}");
        Assert.Equal("sample", Assert.Single(verdict.Contracts).Name);
    }

    [Theory]
    [InlineData(
        "public static long Count;",
        "",
        "Sample.Count is a static field that can change; keep state in CallContext.State")]
    [InlineData("", "public static class S { public static readonly int[] A = new int[1]; }",
        "S.A is static and its content can change; only numbers, texts and structs of these may be static readonly")]
    [InlineData(
        "",
        "public static class S { public static readonly Box B; } public struct Box { int[] _a; }",
        "S.B is static and its content can change")]
    [InlineData(
        "",
        "public static class S { public static readonly StateKey K = StateKey.Of(\"a\"); }",
        "S.K is static and its content can change")]
    [InlineData(
        "private long _count; public long Count => _count++;",
        "",
        "contract class Sample has a field _count; keep state in CallContext.State")]
    [InlineData(
        "public static long Now() => DateTime.UtcNow.Ticks;",
        "",
        "it uses System.DateTime, which is not on the list of allowed types")]
    [InlineData("public static int R() => new Random().Next();", "", "it uses System.Random, which is not on the list")]
    [InlineData("public static Guid G() => Guid.NewGuid();", "", "it uses System.Guid, which is not on the list")]
    [InlineData(
        "public static bool F() => System.IO.File.Exists(\"x\");",
        "",
        "which is not on the list of allowed types")]
    [InlineData("public static void C() => Console.WriteLine();", "", "System.Console")]
    [InlineData("public static void T() => new System.Threading.Thread(T).Start();", "", "System.Threading.Thread")]
    [InlineData(
        "public static async System.Threading.Tasks.Task T() => await System.Threading.Tasks.Task.Yield();",
        "",
        "System.Threading.Tasks")]
    [InlineData(
        "public static string E() => Environment.MachineName;",
        "",
        "it uses System.Environment, which is not on the list")]
    [InlineData(
        "public static object D() => new Dictionary<string, int>();",
        "",
        "it uses System.Collections.Generic.Dictionary`2, which is not on the list")]
    [InlineData("public static object D() => new HashSet<string>();", "", "System.Collections.Generic.HashSet`1")]
    [InlineData(
        "public static object N() => Activator.CreateInstance(typeof(Sample));",
        "",
        "it uses System.Activator, which is not on the list")]
    [InlineData("public static object M() => typeof(Sample).GetMethods();", "", "System.Reflection.MethodInfo")]
    [InlineData(
        "public static string M() => typeof(Sample).FullName;",
        "",
        "it uses System.Type.get_FullName, which may differ between replicas")]
    [InlineData(
        "public static int H(string s) => s.GetHashCode();",
        "",
        "GetHashCode, which may differ between replicas")]
    [InlineData(
        "public static int H(object o) => o.GetHashCode();",
        "",
        "it uses System.Object.GetHashCode, which may differ between replicas")]
    [InlineData(
        "public static int H(object o) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(o);",
        "",
        "RuntimeHelpers.GetHashCode, which may differ")]
    [InlineData(
        "public static string U(string s) => s.ToUpper();",
        "",
        "it uses System.String.ToUpper, which may differ between replicas")]
    [InlineData(
        "public static IEnumerable<long> Count() { yield return 1; }",
        "",
        "it uses System.Environment, which is not on the list")]
    [InlineData(
        "",
        "public sealed class H { public double D; }",
        "a field uses floating point, which rounds differently on other machines")]
    [InlineData("public static double D(double x) => x;", "", "Sample.D uses floating point")]
    [InlineData(
        "public static long D(long x) { var y = x / 3.0; for (var i = 0; i < 3; i++) { y += i * y; } return " +
        "(long)y; }",
        "",
        "its code uses floating point")]
    [InlineData("public static decimal D(decimal x) => x;", "", "it uses System.Decimal, which is not on the list")]
    [InlineData(
        "[System.Runtime.InteropServices.DllImport(\"c\")] public static extern int getpid();",
        "",
        "it calls native code (P/Invoke)")]
    [InlineData("~Sample() { }", "", "Sample.Finalize is a finalizer, which runs at no certain time")]
    [InlineData("", "public sealed class F { ~F() { } }", "F.Finalize is a finalizer")]
    [InlineData(
        "public static void C() { try { C(); } catch (Exception) { } }",
        "",
        "Sample.C catches exceptions; a call that fails must fail as a whole")]
    [InlineData(
        "public static void C(long x) { try { C(x); } catch (Exception) when (x > 1) { } }",
        "",
        "Sample.C catches exceptions")]
    [InlineData(
        "[System.Runtime.CompilerServices.MethodImpl(" +
        "System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] " +
        "public void L() { }",
        "",
        "takes a lock")]
    [InlineData(
        "[System.Runtime.CompilerServices.ModuleInitializer] public static void M() { }",
        "",
        "System.Runtime.CompilerServices.ModuleInitializerAttribute")]
    [InlineData("[ThreadStatic] static int _x; public static int X() => _x++;", "", "System.ThreadStaticAttribute")]
    [InlineData(
        "",
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] " +
        "public struct U { [System.Runtime.InteropServices.FieldOffset(0)] public int A; }",
        "U has an explicit layout")]
    [InlineData(
        "",
        "namespace System { public static class Fake { } }",
        "it defines System.Fake in a namespace of .NET or the SDK")]
    [InlineData("", "namespace Ledger.Chaincode { public static class Fake { } }", "in a namespace of .NET or the SDK")]
    [InlineData(
        "public static object L(List<long> l) => System.Linq.Enumerable.ToArray(l);",
        "",
        "it references System.Linq;")]
    public void What_may_differ_between_replicas_is_refused(string members, string others, string flaw)
    {
        var verdict = _inspector.Inspect(TestPackages.Contract(Run + members, others));
        Assert.Contains(flaw, verdict.Flaw, StringComparison.Ordinal);
        Assert.Empty(verdict.Contracts);
    }

    [Theory]
    [InlineData("public static unsafe long P(long* p) => *p;")]
    [InlineData("public static unsafe long P(delegate*<long> f) => f();")]
    [InlineData("public static unsafe byte P(byte[] b) { fixed (byte* p = b) { return p[0]; } }")]
    public void Unsafe_code_is_refused(string members) =>
        Assert.NotNull(_inspector.Inspect(TestPackages.Contract(Run + members, allowUnsafe: true)).Flaw);

    [Theory]
    [InlineData("[Contract(\"a\")] public class A { RUN }", "is not a public sealed class of its own")]
    [InlineData("[Contract(\"a\")] sealed class A { RUN }", "is not a public sealed class of its own")]
    [InlineData("[Contract(\"a\")] public sealed class A<T> { RUN }", "is not a public sealed class of its own")]
    [InlineData(
        "public class B { } [Contract(\"a\")] public sealed class A : B { RUN }",
        "is not a public sealed class of its own")]
    [InlineData(
        "public class O { [Contract(\"a\")] public sealed class A { RUN } }",
        "is not a public sealed class of its own")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { private A() { } RUN }",
        "has no public constructor without parameters")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { public A(int x) { } RUN }",
        "has no public constructor without parameters")]
    [InlineData("[Contract(\"A\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData("[Contract(\"\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData("[Contract(\"1a\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { RUN } [Contract(\"a\")] public sealed class B { RUN }",
        "two contracts are named a")]
    [InlineData("public sealed class A { RUN }", "it holds 0 contracts, not 1 to 32")]
    [InlineData("[Contract(\"a\")] public sealed class A { }", "has 0 functions, not 1 to 256")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] static public void F(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] internal void F(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F<T>(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F() { } }",
        "does not take a CallContext first")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(int x) { } }",
        "does not take a CallContext first")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c, short x) { } }",
        "takes a System.Int16; parameters are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c, ref long x) { } }",
        "takes a System.Int64&; parameters are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public Money F(CallContext c) => default; }",
        "returns a Ledger.Chaincode.Money; results are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c) { } public void F() " +
        "{ } }",
        "functions have no overloads")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c) { } [Function] " +
        "public void f(CallContext c) { } }",
        "functions have no overloads")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { RUN [AnyMember] public void G(CallContext c) { } }",
        "grants access to G, which is no function")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function, AnyMember, Requires(\"x\")] public void " +
        "F(CallContext c) { } }",
        "opens F to every member and asks for attributes as well")]
    public void Contract_classes_have_the_documented_shape(string source, string flaw) => Assert.Contains(
        flaw, _inspector.Inspect(TestPackages.Compile(source.Replace("RUN", Run, StringComparison.Ordinal))).Flaw,
        StringComparison.Ordinal);

    [Fact]
    public void Damaged_packages_get_a_verdict_and_never_an_exception()
    {
        var good = TestPackages.Contract(Run, "public sealed record Bid(string Account, long Price);");
        using var reader = new PEReader(new MemoryStream(good));
        var start = reader.PEHeaders.MetadataStartOffset;
        var random = new Random(3);
        for (var round = 0; round < 4000; round++)
        {
            byte[] damaged = [.. good];
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var place = random.Next(2) == 0 ? random.Next(damaged.Length) : start + random.Next(
                    damaged.Length - start);
                damaged[place] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            var verdict = _inspector.Inspect(
                random.Next(10) == 0 ? damaged.AsMemory(0, random.Next(damaged.Length)) : damaged);
            Assert.True(verdict.Flaw != null || verdict.Contracts.Count == 1);
        }
    }

    [Fact]
    public void Bytes_that_are_no_assembly_are_refused()
    {
        Assert.NotNull(_inspector.Inspect(ReadOnlyMemory<byte>.Empty).Flaw);
        Assert.NotNull(_inspector.Inspect(new byte[1000]).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(Environment.ProcessPath!)).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(typeof(MetadataInspector).Assembly.Location)).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(typeof(object).Assembly.Location)).Flaw);
    }
}
