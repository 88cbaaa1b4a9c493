namespace Ledger.Checker.Tests;

/// <summary>What contracts are made of in C# is accepted.</summary>
public sealed class AcceptedTests
{
    public static TheoryData<string, string, string> Sources => new()
    {
        { "constants", "", "public static class C { public const long A = 1; public const string B = \"b\"; }" },
        {
            "unchangeable statics", "",
            """
            public static class C
            {
                public static readonly long A = 1; public static readonly string B = "b"; public static readonly Money M = new(1);
                public static readonly Pair P = new(); public static readonly Int128 W = 5;
                public static readonly (int X, long Y) T = (1, 2);
                public static readonly Kind K = Kind.Two; public static readonly long? N = 4;
            }
            public readonly struct Pair { readonly long _a; }
            public enum Kind : long { One, Two = 1L << 40 }
            """
        },
        {
            "methods of unchangeable statics",
            "static readonly Money M = new(1); public static long F() => M.Nano + M.GetHash(); ",
            "public static class E { public static long GetHash(this Money m) => m.Nano; }"
        },
        { "lambdas", "public static long F(long[] l) { Func<long, long> f = x => x + 1; return f(l[0]); }", "" },
        { "lambdas in generic code", "public static T F<T>(T t) { Func<T, T> f = x => x; return f(t); }", "" },
        {
            "method groups",
            "static int By(long x, long y) => 0; public static int F() { Comparison<long> c = By; return c(1, 2); }",
            ""
        },
        { "closures", "public delegate long Map(long x); public static Map Adder(long n) => x => x + n;", "" },
        {
            "delegates of instances",
            "public long V(long x) => x; public long F() { Func<long, long> f = V; return f(1); }", ""
        },
        {
            "delegates of virtual methods", "",
            "public class B { public virtual long V() => 1; public Func<long> F() => V; } public class D : B { " +
                "public override long V() => 2; }"
        },
        {
            "delegates of structs", "",
            "public struct S { public long A; public long V() => A; public Func<long> F() { var s = this; return " +
                "s.V; } }"
        },
        {
            "contravariance",
            "static long L(object o) => 1; public static long F() { Func<string, long> f = L; return f(\"\"); }", ""
        },
        {
            "foreach over a list",
            "public static long Sum(List<long> l) { var s = 0L; foreach (var x in l) { s += x; } return s; }", ""
        },
        {
            "foreach over an array",
            "public static long Sum(long[] l) { var s = 0L; foreach (var x in l) { s += x; } return s; }", ""
        },
        {
            "foreach over a span",
            "public static long Sum(ReadOnlySpan<long> l) { var s = 0L; foreach (var x in l) { s += x; } return " +
                "s; }",
            ""
        },
        {
            "foreach over an interface",
            "public static long Sum(IReadOnlyList<long> l) { var s = 0L; foreach (var x in l) { s += x; } return " +
                "s + l.Count; }",
            ""
        },
        {
            "arrays as interfaces",
            "public static int F() { IReadOnlyList<long> l = new long[3]; IEnumerable<string> e = new string[1]; " +
                "foreach (var x in e) { } return l.Count; }",
            ""
        },
        { "finally", "public static void F() { try { } finally { F(); } }", "" },
        {
            "nested finally",
            "public static long F(long x) { try { try { if (x > 1) { return x; } x++; } finally { x += 2; } } " +
                "finally { x++; } return x; }",
            ""
        },
        {
            "finally that loops",
            "public static long F(long x) { try { x++; } finally { while (x > 0) { x--; } } return x; }", ""
        },
        {
            "using", "public static void F(IDisposable d) { using (d) { } }",
            "public sealed class R : IDisposable { public void Dispose() { } }"
        },
        {
            "records", "",
            "public sealed record Bid(string Account, long Price); public readonly record struct P(long X, long Y);"
        },
        {
            "records with values of every kind", "",
            "public enum E { A } public sealed record B(string? A, long[] L, List<int> I, E K, P S, B? Next, " +
                "int? N, IReadOnlyList<string> R); public readonly record struct P(Int128 X);"
        },
        {
            "derived records", "",
            "public abstract record A(long X); public record B(long X, string Y) : A(X); public sealed record " +
                "C(long X, string Y, bool Z) : B(X, Y);"
        },
        {
            "records compared and copied", "public static bool F(Bid b) => b == b with { Price = 2 };",
            "public sealed record Bid(string Account, long Price);"
        },
        {
            "record structs compared", "public static bool F(P p, P q) => p == q && p.Equals(q);",
            "public readonly record struct P(long X, string Y);"
        },
        {
            "generic records", "",
            "public sealed record Pair(Item<string> A, Item<long> B); public sealed class Item<T>(T value) { " +
                "public T Value => value; }"
        },
        {
            "required and init", "public static Asset F() => new() { Name = \"a\", Size = 1 };",
            "public sealed class Asset { public required string Name { get; init; } public long Size { get; " +
                "init; } }"
        },
        {
            "primary constructors", "",
            "public sealed class A(long x) { public long X => x; } public readonly struct S(long x) { public " +
                "long X => x; }"
        },
        {
            "generics", "",
            "public static class G<T> where T : IComparable<T> { public static bool Less(T x, T y) => " +
                "x.CompareTo(y) < 0; }"
        },
        {
            "generics over integers", "public static bool F() => G.Less(1L, 2L) || G.Less(new V(1), new V(2));",
            "public static class G { public static bool Less<T>(T x, T y) where T : IComparable<T> => " +
                "x.CompareTo(y) < 0; } public readonly struct V(long x) : IComparable<V> { readonly long _x = x; " +
                "public int CompareTo(V o) => _x.CompareTo(o._x); }"
        },
        {
            "generic precedence", "",
            "public interface IBefore<T> { static abstract bool Is(T x, T y); } public readonly struct Up : " +
                "IBefore<long> { public static bool Is(long x, long y) => x < y; } public static class S { public " +
                "static bool F<T, P>(T x, T y) where P : struct, IBefore<T> => P.Is(x, y); public static bool G() => " +
                "F<long, Up>(1, 2); }"
        },
        {
            "generic sorting", "",
            "public static class M { public static void Sort<T>(T[] a, Comparison<T> c) { if (a.Length > 1) { " +
                "var h = a[..(a.Length / 2)]; Sort(h, c); if (c(h[0], a[0]) > 0) { (a[0], a[1]) = (a[1], a[0]); } } } }"
        },
        {
            "nested generics", "",
            "public sealed class Tree<T> { Tree<T>? _left; T? _value; public sealed class Cursor { public " +
                "Tree<T>? At; } public Cursor Start() => new() { At = _left }; public T? Value => _value; }"
        },
        {
            "generic virtual methods", "",
            "public abstract class A { public abstract T F<T>(T x); } public sealed class B : A { public " +
                "override T F<T>(T x) => x; }"
        },
        {
            "interpolation",
            "public static string Text(long x, string s, char c) => $\"slot {x} of {x + 1} {s} {c}\";", ""
        },
        {
            "concatenation",
            "public static string F(string a, char c, long n) => a + c + n + a + a + \"x\" + n + (a + n);", ""
        },
        {
            "builders",
            "public static string F(string a) { var b = new System.Text.StringBuilder(); " +
                "b.Append(a).Append('x').Append(12L); return b.ToString(); }",
            ""
        },
        {
            "characters",
            "public static bool F(string a) { foreach (var c in a) { if (!char.IsAsciiDigit(c) && c != '-') { " +
                "return false; } } return a.Length > 0 && a[0] == '-' && string.CompareOrdinal(a, \"b\") < 0; }",
            ""
        },
        {
            "switch on text",
            "public static int S(string s) => s switch { \"a\" => 1, \"b\" => 2, \"c\" => 3, \"d\" => 4, \"e\" " +
                "=> 5, \"f\" => 6, \"g\" => 7, \"hh\" => 8, _ => 0 };",
            ""
        },
        {
            "switch on numbers",
            "public static int S(int s) { switch (s) { case 0: return 3; case 1: return 5; case 2: return 1; " +
                "case 3: return 7; default: return 0; } }",
            ""
        },
        { "switch without default", "public static int S(int s) => s switch { 1 => 2, 2 => 3 };", "" },
        {
            "patterns",
            "public static long F(object o) => o switch { long l when l > 3 => l, string { Length: > 2 } s => " +
                "s.Length, null => 0, Bid(_, var p) => p, _ => -1 };",
            "public sealed record Bid(string Account, long Price);"
        },
        {
            "array data",
            "public static long[] Table() => new long[] { 1, 2, 3, 4, 5, 6 }; public static ReadOnlySpan<byte> " +
                "Tag => new byte[] { 1, 2, 3 }; public static ReadOnlySpan<int> Ints => new int[] { 1, 2, 3 };",
            ""
        },
        { "truth data", "public static bool[] T() => new[] { true, false, true, true, false, true, true, true };", "" },
        {
            "collection expressions of arrays",
            "public static long[] F() => [1, 2, 3]; public static string[] G(string a) => [a, a]; public static " +
                "List<long> H() => [];",
            ""
        },
        {
            "ranges",
            "public static long[] F(long[] a) => a[1..^1]; public static ReadOnlySpan<long> G(ReadOnlySpan<long> " +
                "s) => s[1..]; public static long L(long[] a) => a[^1];",
            ""
        },
        {
            "wide arithmetic",
            "public static long Mul(long x, long y) => checked((long)((Int128)x * y / 3)); public static bool " +
                "Less(UInt128 a, UInt128 b) => a < b;",
            ""
        },
        {
            "shifts",
            "public static long F(long x, int n) => (x << n) ^ (x >> 3) ^ (long)((ulong)x >>> n) ^ (1 << n);", ""
        },
        {
            "truth",
            "public static bool F(bool a, bool b, long x) { var r = !a | b & (x > 1); r ^= a; return r == b; }", ""
        },
        {
            "checked conversions",
            "public static int F(long x, byte b, ulong u) => (int)x + (sbyte)b + (int)(uint)u + " +
                "unchecked((short)x);",
            ""
        },
        {
            "jagged arrays",
            "public static long[][] Grid() { var g = new long[2][]; g[0] = new long[2]; g[0][1]++; return g; }", ""
        },
        {
            "struct arrays",
            "public static long F(P[] p) { p[0].X = 3; ref var q = ref p[1]; q.X += 2; p[2] = p[0]; return " +
                "p[0].X; }",
            "public struct P { public long X; }"
        },
        {
            "references",
            "public static void Swap(ref long x, ref long y) => (x, y) = (y, x); public static ref long " +
                "At(long[] a, int i) => ref a[i]; public static bool Try(long x, out long y) { y = x; return true; } " +
                "public static long F(long[] a) { Swap(ref a[0], ref At(a, 1)); Try(3, out var z); return z; }",
            ""
        },
        {
            "read-only references",
            "public static long F(in P p) => p.Get() + p.X; public static long G(P p) => F(p) + F(in p);",
            "public readonly struct P { public readonly long X; public long Get() => X; }"
        },
        {
            "spans",
            "public static long F(long[] a) { Span<long> s = a.AsSpan(1); s[0] = 5; s.Slice(1).Clear(); " +
                "ReadOnlySpan<long> r = s; return r[0] + r.Length + Cut(r).Length; } static ReadOnlySpan<long> " +
                "Cut(ReadOnlySpan<long> s) { s = s[1..]; return s; }",
            ""
        },
        {
            "bytes",
            "public static long F(byte[] b) => " +
                "System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(b.AsSpan(1, 8)); public static bool " +
                "G(byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b);",
            ""
        },
        {
            "nullable",
            "public static long F(long? x) => x ?? 3; public static bool G(int? x) => x > 3 && x.HasValue;", ""
        },
        {
            "tuples",
            "public static (long, string) F(long x) { var (a, b) = (x, \"s\"); return (a + 1, b); } public " +
                "static bool G((int, int) a) => a == (1, 2);",
            ""
        },
        {
            "interfaces", "",
            "public interface IShape { long Area { get; } } public sealed class Square : IShape { public long " +
                "Area => 4; }"
        },
        {
            "explicit interfaces", "",
            "public interface IShape { long Area(); } public sealed class Square : IShape { long IShape.Area() " +
                "=> 4; }"
        },
        {
            "variance", "public static IProducer<object> F(IProducer<string> p) => p;",
            "public interface IProducer<out T> { T Get(); }"
        },
        {
            "inheritance", "",
            "public abstract class A { protected long X; protected abstract long V(); public long F() => V() + " +
                "X; } public sealed class B : A { protected override long V() { X = 2; return base.F(); } }"
        },
        {
            "exceptions of its own", "public static void F() => throw new Bad(\"x\");",
            "public sealed class Bad(string m) : Exception(m) { }"
        },
        {
            "argument checks",
            "public static void F(string s, long n) { ArgumentNullException.ThrowIfNull(s); " +
                "ArgumentOutOfRangeException.ThrowIfNegative(n); if (n > 5) { throw new ArgumentException(\"n\"); } }",
            ""
        },
        { "boxes", "public static long F() { object o = 5L; return o is long l ? l : (long)o; }", "" },
        {
            "identity of its own objects", "public static bool F(N a, N b) => a == b && a != null;",
            "public sealed class N { }"
        },
        {
            "virtual equality of its own",
            "public static bool F(N a, N b) => a.Equals(b) && Equals(a.X, 1L);  static bool Equals(long a, long " +
                "b) => a == b;",
            "public sealed class N { public long X; public override bool Equals(object? o) => o is N n && n.X == " +
                "X; public override int GetHashCode() => 1; }"
        },
        {
            "hash codes that nobody calls", "",
            "public sealed class N { public long X; public override int GetHashCode() => X.GetHashCode(); public " +
                "override bool Equals(object? o) => false; }"
        },
        {
            "attributes", "[Obsolete(\"x\")] public static void F() { }",
            "[AttributeUsage(AttributeTargets.Class)] public sealed class MineAttribute : Attribute { } [Mine] " +
                "public sealed class X { }"
        },
        {
            "enumerations", "public static long F(K k) => k == K.B ? (long)k : k switch { K.A => 1, _ => 2 };",
            "public enum K : byte { A, B }"
        },
        {
            "queues and stacks",
            "public static long F() { var q = new Queue<long>(); q.Enqueue(1); var s = new Stack<string>(); " +
                "s.Push(\"a\"); return q.Dequeue() + s.Pop().Length; }",
            ""
        },
        {
            "lists",
            "public static int F(List<long> l) { l.Add(1); l.RemoveAt(0); l.Insert(0, 3); l[0]++; return " +
                "l.FindIndex(x => x == 3) + l.ToArray().Length; }",
            ""
        },
        {
            "iteration with goto",
            "public static int F(int n) { var i = 0; again: if (i++ < n) { goto again; } return i; }", ""
        },
        {
            "iterators of its own", "",
            "public struct Each { long _i; public bool MoveNext() => _i++ < 3; public long Current => _i; public " +
                "Each GetEnumerator() => this; } public static class U { public static long F() { var s = 0L; " +
                "foreach (var x in new Each()) { s += x; } return s; } }"
        },
        {
            "state, events, calls",
            "public static void F(CallContext c) { c.State.Put(StateKey.Of(\"a\").And(1), [1]); c.Emit(\"e\", " +
                "new RecordWriter().Long(1).ToArray()); c.Require(c.BlockHeight > 0, \"no\"); }",
            ""
        },
        {
            "values of the SDK", "public static WideInteger F(WideInteger x) { var y = x + x; return y; }",
            "public sealed record W(WideInteger X, Money M, Price P);"
        },
        {
            "records of the state",
            "public static void F(CallContext c) { var s = new RecordStore<R>(c, \"r\"); s.Put(s.Root.And(1), " +
                "s.Find(s.Root.And(2)) ?? new R(1)); }",
            "public sealed record R(long X) : IRecord<R> { public void Encode(RecordWriter w) => w.Long(X); " +
                "public static R Decode(RecordReader r) => new(r.Long()); }"
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_contracts_need_is_accepted(string what, string members, string others)
    {
        foreach (var isOptimised in new[] { true, false })
        {
            var verdict = Corpus.Inspect(members, others, isOptimised);
            Assert.True(verdict.Flaw == null, $"{what}: {verdict.Flaw}");
            Assert.Equal("sample", Assert.Single(verdict.Contracts).Name);
        }
    }
}
