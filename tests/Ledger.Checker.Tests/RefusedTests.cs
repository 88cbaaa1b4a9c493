namespace Ledger.Checker.Tests;

/// <summary>What could differ between replicas, escape the meter or break type safety is refused, in C# as authors write it.</summary>
public sealed class RefusedTests
{
    // rule, place, members of the contract class, other types
    public static TheoryData<string, string, string, string> Sources => new()
    {
        { "static-state", "Sample: Count", "public static long Count;", "" },
        { "static-state", "S: A", "", "public static class S { public static readonly int[] A = new int[1]; }" },
        {
            "static-state", "S: B", "",
            "public static class S { public static readonly Box B; } public struct Box { int[] _a; }"
        },
        {
            "static-state", "S: K", "",
            "public static class S { public static readonly StateKey K = StateKey.Of(\"a\"); }"
        },
        { "static-state", "S: F", "", "public static class S { public static readonly Func<long> F = () => 1; }" },
        { "static-state", "S: O", "", "public static class S { public static readonly object O = new(); }" },
        { "static-state", "G`1: L", "", "public static class G<T> { public static readonly List<T> L = new(); }" },
        { "static-state", "Sample: it carries", "[ThreadStatic] static int _x; public static int X() => _x++;", "" },
        { "static-state", "Sample", "static readonly Lazy<long> L = new(); public static long F() => L.Value;", "" },
        {
            "static-constructor", "S..cctor", "",
            "public static class S { public static readonly string A = 1.ToString(); }"
        },
        {
            "static-constructor", "S..cctor", "",
            "public static class S { public static readonly long A; static S() { for (var i = 0; i < 9; i++) { A " +
                "+= i; } } }"
        },
        {
            "static-constructor", "S..cctor", "",
            "public static class S { public static readonly long A = F(); static long F() => 1; }"
        },
        {
            "static-constructor", "G`1..cctor", "",
            "public static class G<T> { public static readonly long X = H<T>.Y; } " +
            "public static class H<T> { public static readonly long Y = 2; public static readonly long Z = G<T>.X; }"
        },
        {
            "static-constructor", "<Module>..cctor",
            "[System.Runtime.CompilerServices.ModuleInitializer] public static void M() { }", ""
        },
        { "contract", "Sample has a field _count", "private long _count; public long Count => _count++;", "" },
        { "time", "Sample.Now", "public static long Now() => DateTime.UtcNow.Ticks;", "" },
        { "time", "Sample.Now", "public static long Now() => System.Diagnostics.Stopwatch.GetTimestamp();", "" },
        { "environment", "Sample.Now", "public static long Now() => Environment.TickCount64;", "" },
        { "time", "Sample.F", "public static TimeSpan F() => TimeSpan.FromSeconds(1);", "" },
        { "random", "Sample.R", "public static int R() => new Random().Next();", "" },
        { "random", "Sample.G", "public static Guid G() => Guid.NewGuid();", "" },
        {
            "random", "Sample.R",
            "public static byte[] R() => System.Security.Cryptography.SHA256.HashData(new byte[1]);", ""
        },
        { "environment", "Sample.F", "public static bool F() => System.IO.File.Exists(\"x\");", "" },
        { "environment", "Sample.C", "public static void C() => Console.WriteLine();", "" },
        { "environment", "Sample.E", "public static string E() => Environment.MachineName;", "" },
        { "environment", "Sample.E", "public static long E() => GC.GetTotalMemory(false);", "" },
        { "environment", "Sample.E", "public static object E() => new WeakReference(null);", "" },
        { "thread", "Sample/<>O", "public static void T() => new System.Threading.Thread(T).Start();", "" },
        {
            "thread", "Sample.T",
            "public static System.Threading.Tasks.Task T() => System.Threading.Tasks.Task.Run(() => { });", ""
        },
        {
            "thread", "Sample",
            "public static async System.Threading.Tasks.Task T() => await System.Threading.Tasks.Task.Yield();", ""
        },
        { "thread", "Sample.L", "public static void L(object o) { lock (o) { } }", "" },
        {
            "thread", "Sample.L",
            "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchr" +
                "onized)] public void L() { }",
            ""
        },
        {
            "thread", "Sample.V",
            "public static long V(ref long x) => System.Threading.Interlocked.Increment(ref x);", ""
        },
        { "thread", "Sample: it uses a volatile", "static volatile int _x; public static int X() => _x;", "" },
        { "thread", "Box: it uses a volatile", "", "public sealed class Box { public volatile int X; }" },
        { "iterator", "Sample/<Count>", "public static IEnumerable<long> Count() { yield return 1; }", "" },
        {
            "iterator", "Sample/<Count>",
            "public static IEnumerator<long> Count() { try { yield return 1; } finally { } }", ""
        },
        { "order", "Sample.D", "public static object D() => new Dictionary<string, int>();", "" },
        {
            "order", "Sample.D",
            "public static long D(Dictionary<string, long> d) { var s = 0L; foreach (var x in d) { s = x.Value; " +
                "} return s; }",
            ""
        },
        { "order", "Sample.D", "public static object D() => new HashSet<string>();", "" },
        { "order", "Sample.D", "public static object D() => new SortedDictionary<string, int>();", "" },
        { "order", "Sample.D", "public static object D() => new PriorityQueue<long, long>();", "" },
        { "hash-code", "Sample.H", "public static int H(string s) => s.GetHashCode();", "" },
        { "hash-code", "Sample.H", "public static int H(object o) => o.GetHashCode();", "" },
        { "hash-code", "Sample.H", "public static int H(long o) => o.GetHashCode();", "" },
        { "hash-code", "Sample.H", "public static int H<T>(T o) where T : notnull => o.GetHashCode();", "" },
        {
            "hash-code", "Sample.H", "public static int H(Bid o) => o.GetHashCode();",
            "public sealed record Bid(string Account);"
        },
        {
            "hash-code", "Sample.H",
            "public static int H(object o) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(o);", ""
        },
        { "hash-code", "Sample.H", "public static int H(long o) => HashCode.Combine(o);", "" },
        {
            "hash-code", "Sample.H",
            "public static int H(string o) => EqualityComparer<string>.Default.GetHashCode(o);", ""
        },
        { "hash-code", "Sample.H", "public static int H(string o) => o.GetHashCode(StringComparison.Ordinal);", "" },
        {
            "hash-code", "C: it compares", "",
            "public sealed class C : IEqualityComparer<long> { public bool Equals(long x, long y) => true; " +
                "public int GetHashCode(long x) => 1; }"
        },
        { "identity", "Sample.I", "public static bool I(object a, object b) => a == b;", "" },
        { "identity", "Sample.I", "public static bool I(string a, string b) => (object)a == (object)b;", "" },
        { "identity", "Sample.I", "public static bool I(string a, string b) => ReferenceEquals(a, b);", "" },
        { "identity", "Sample.I", "public static string I(string a) => string.Intern(a);", "" },
        { "identity", "Sample.I", "public static bool I(Action a, object b) => b == (object)a;", "" },
        { "member", "Sample.E", "public static bool E(object a, object b) => a.Equals(b);", "" },
        { "member", "Sample.E", "public static bool E<T>(T a, T b) where T : notnull => a.Equals(b);", "" },
        {
            "member", "Sample.E", "public static bool E(S a, S b) => a.Equals(b);",
            "public struct S { public string X; }"
        },
        { "member", "E.Equals", "", "public sealed record E(object X);" },
        { "member", "E`1.Equals", "", "public sealed record E<T>(T X);" },
        { "culture", "Sample.U", "public static string U(string s) => s.ToUpper();", "" },
        { "culture", "Sample.U", "public static string U(string s) => s.ToUpperInvariant();", "" },
        { "culture", "Sample.U", "public static int U(string s) => string.Compare(s, \"a\");", "" },
        { "culture", "Sample.U", "public static int U(string s) => s.CompareTo(\"a\");", "" },
        { "culture", "Sample.U", "public static bool U(string s) => s.StartsWith(\"a\");", "" },
        { "culture", "Sample.U", "public static bool U(char c) => char.IsLetter(c);", "" },
        { "culture", "Sample.U", "public static long U(string s) => long.Parse(s);", "" },
        { "culture", "Sample.U", "public static string U(long x) => x.ToString(\"N\");", "" },
        { "culture", "Sample.U", "public static string U(long x) => $\"{x:N2}\";", "" },
        {
            "culture", "Sample.U",
            "public static string U() => System.Globalization.CultureInfo.CurrentCulture.Name;", ""
        },
        { "culture", "Sample.U", "public static string U(string s) => s.Trim();", "" },
        {
            "constraint", "Sample.F",
            "public static bool F() => Less(\"a\", \"b\"); static bool Less<T>(T x, T y) where T : " +
                "IComparable<T> => x.CompareTo(y) < 0;",
            ""
        },
        { "member", "Sample.F", "public static string F(long x) => string.Format(\"{0}\", x);", "" },
        {
            "member", "Sample.F",
            "public static bool F(string s) => System.Text.RegularExpressions.Regex.IsMatch(s, \"(a+)+\");", ""
        },
        { "member", "Sample.L", "public static object L(List<long> l) => System.Linq.Enumerable.ToArray(l);", "" },
        { "member", "Sample.S", "public static void S(List<long> l) => l.Sort((x, y) => 1);", "" },
        { "member", "Sample.S", "public static void S(long[] l) => Array.Sort(l);", "" },
        { "member", "Sample.S", "public static object S(long l) => System.Numerics.BigInteger.Pow(l, 1000);", "" },
        { "to-string", "Sample.T", "public static string T(object o) => o.ToString() ?? \"\";", "" },
        {
            "to-string", "Sample.T", "public static string T(Bid o) => o.ToString();",
            "public sealed record Bid(string Account);"
        },
        { "to-string", "Sample.T", "public static string T(K o) => o.ToString();", "public enum K { A }" },
        { "member", "Sample.T", "public static string T(K o) => $\"{o}\";", "public enum K { A }" },
        { "floating-point", "H: it uses double", "", "public sealed class H { public double D; }" },
        { "floating-point", "Sample.D", "public static double D(double x) => x;", "" },
        { "floating-point", "Sample.D", "public static long D(long x) => (long)(x / 3.0);", "" },
        {
            "floating-point", "Sample.D",
            "public static long D(long x) { var y = x / 3f; for (var i = 0; i < 3; i++) { y += i * y; } return " +
                "(long)y; }",
            ""
        },
        { "floating-point", "Sample.D", "public static decimal D(decimal x) => x;", "" },
        { "floating-point", "Sample.D", "public static long D(long x) => (long)Math.Pow(x, 2);", "" },
        { "floating-point", "Sample.D", "public static Half D(Half x) => x;", "" },
        { "floating-point", "Sample.D", "public static object D() => new List<float>();", "" },
        { "floating-point", "Sample.D", "public static object D() => 1.5;", "" },
        {
            "vector", "Sample.D",
            "public static int D() => System.Runtime.Intrinsics.Vector128.Create(1).GetHashCode();", ""
        },
        { "vector", "Sample.D", "public static int D() => System.Numerics.Vector<int>.Count;", "" },
        {
            "native-code", "Sample.getpid",
            "[System.Runtime.InteropServices.DllImport(\"c\")] public static extern int getpid();", ""
        },
        { "finalizer", "Sample.Finalize", "~Sample() { }", "" },
        { "finalizer", "F.Finalize", "", "public sealed class F { ~F() { } }" },
        { "catch", "Sample.C", "public static void C() { try { C(); } catch (Exception) { } }", "" },
        {
            "catch", "Sample.C", "public static void C(long x) { try { C(x); } catch (Exception) when (x > 1) { } }",
            ""
        },
        { "catch", "Sample.C", "public static void C(long x) { try { C(x); } catch { throw; } }", "" },
        {
            "layout", "U: ", "",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] " +
                "public struct U { [System.Runtime.InteropServices.FieldOffset(0)] public int A; }"
        },
        {
            "layout", "U: ", "",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] " +
                "public struct U { [System.Runtime.InteropServices.FieldOffset(0)] public long A; " +
                "[System.Runtime.InteropServices.FieldOffset(0)] public object B; }"
        },
        {
            "layout", "U: ", "",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, " +
                "Pack = 1)] public struct U { public byte A; public long B; }"
        },
        {
            "layout", "U: ", "",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, " +
                "Size = 100000)] public struct U { public byte A; }"
        },
        { "layout", "B: ", "", "[System.Runtime.CompilerServices.InlineArray(4)] public struct B { public int A; }" },
        {
            "layout", "A: ", "",
            "public struct A { public B X1, X2, X3, X4, X5, X6, X7, X8; } public struct B { public C X1, X2, X3, " +
                "X4, X5, X6, X7, X8; } public struct C { public long X1, X2, X3; }"
        },
        { "span", "R: ", "", "public ref struct R { public int A; }" },
        { "span", "Sample.F", "public static void F(ref Span<long> s) { }", "" },
        { "span", "G", "", "public sealed class G<T> where T : allows ref struct { }" },
        {
            "stack-memory", "Sample.F", "public static long F() { Span<long> s = stackalloc long[4]; return s[0]; }",
            ""
        },
        { "pointer", "Sample.F", "public static List<long> F(long a) => [a, 2, 3];", "" },
        { "pointer", "Sample.P", "public static unsafe long P(long* p) => *p;", "" },
        {
            "function-pointer", "it uses a function pointer",
            "public static unsafe long P(delegate*<long> f) => f();", ""
        },
        { "pointer", "Sample.P", "public static unsafe byte P(byte[] b) { fixed (byte* p = b) { return p[0]; } }", "" },
        {
            "pointer", "Sample.P",
            "public static long P(object o) => System.Runtime.CompilerServices.Unsafe.As<object, long>(ref o);", ""
        },
        {
            "pointer", "Sample.P",
            "public static ReadOnlySpan<long> P(byte[] o) => " +
                "System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(o);",
            ""
        },
        { "pointer", "Sample.P", "public static nint P(nint o) => o;", "" },
        { "pointer", "Sample.P", "public static void P<T>() where T : unmanaged { }", "" },
        { "array", "Sample.A", "public static long[,] A() => new long[2, 2];", "" },
        { "array", "Sample.A", "public static long A(long[,] a) => a[1, 1];", "" },
        { "reflection", "Sample.N", "public static object N() => Activator.CreateInstance(typeof(Sample))!;", "" },
        { "reflection", "Sample.N", "public static T N<T>() where T : new() => new T();", "" },
        { "reflection", "Sample.M", "public static object M() => typeof(Sample).GetMethods();", "" },
        { "reflection", "Sample.M", "public static string? M() => typeof(Sample).FullName;", "" },
        { "reflection", "Sample.M", "public static Type M(object o) => o.GetType();", "" },
        { "reflection", "Sample.M", "public static object M(long[] a) => a.GetValue(0)!;", "" },
        { "delegate", "Sample.M", "public static Func<string, bool> M() => string.IsNullOrEmpty;", "" },
        { "delegate", "Sample.M", "public static Action<long> M(List<long> l) => l.Add;", "" },
        { "delegate", "Sample.M", "public static Func<byte[]> M(RecordWriter w) => w.ToArray;", "" },
        { "namespace", "System.Fake", "", "namespace System { public static class Fake { } }" },
        { "namespace", "Ledger.Chaincode.Fake", "", "namespace Ledger.Chaincode { public static class Fake { } }" },
        {
            "attribute", "Sample.F",
            "[System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.F" +
                "ield, Name = \"_bytes\")] public static extern ref byte[] F(ref StateKey k);",
            ""
        },
        {
            "native-code", "Sample.F",
            "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Intern" +
                "alCall)] public static extern void F();",
            ""
        },
        { "inheritance", "I.F", "", "public interface I { long F() => 1; }" },
        { "inheritance", "L: it derives", "", "public sealed class L : List<long> { }" },
        { "inheritance", "E: it derives", "", "public sealed class E : ArgumentException { }" },
        {
            "locals", "Sample.F",
            "[System.Runtime.CompilerServices.SkipLocalsInit] public static unsafe long F() { long x; long y = " +
                "1; Set(&y); return y; } static void Set(ref long y) { } static unsafe void Set(long* y) { }",
            ""
        },
        { "generic-recursion", "Sample.F", "public static long F<T>(int n) => n == 0 ? 1 : F<List<T>>(n - 1);", "" },
        {
            "generic-recursion", "G`1 uses itself", "",
            "public sealed class G<T> { public void F(int n) { if (n > 0) { new G<G<T>>().F(n - 1); } } }"
        },
        {
            "generic-recursion", "B.F", "",
            "public abstract class A { public abstract void F<T>(int n); } public sealed class B : A { public " +
                "override void F<T>(int n) => F<T[]>(n - 1); }"
        },
        { "generic-recursion", "Sample.F", "public static void F<T, U>(int n) { if (n > 0) { F<U, T>(n - 1); } }", "" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_may_differ_between_replicas_is_refused(string rule, string place, string members, string others) =>
        Corpus.Refused(Corpus.Inspect(members, others), rule, place);
}
