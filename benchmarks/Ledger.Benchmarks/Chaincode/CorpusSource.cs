namespace Ledger.Benchmarks.Chaincode;

/// <summary>The programs that gas is held against time with: what contracts do, one kind of work each.</summary>
internal static class CorpusSource
{
    /// <summary>Methods of a number of rounds; compiled when the benchmark runs, as a package is.</summary>
    public const string Text =
        """
        using System;
        using System.Collections.Generic;
        using Ledger.Chaincode;

        public interface IShape { long Area(long x); }
        public class Shape : IShape { public virtual long Area(long x) => x + 1; }
        public sealed class Square : Shape { public override long Area(long x) => x * 3; }
        public sealed class Node { public long Key; public Node? Left; public Node? Right; }
        public struct Wide { public long A, B, C, D, E, F; }

        public static class Corpus
        {
            public static long Sum(int n) { var s = 0L; for (var i = 0; i < n; i++) { s += i; } return s; }

            public static long Shifts(int n)
            {
                var x = 88172645463325252L;
                for (var i = 0; i < n; i++) { x ^= x << 13; x ^= (long)((ulong)x >> 7); x ^= x << 17; }
                return x;
            }

            public static long Multiply(int n)
            {
                var x = 1L;
                unchecked { for (var i = 0; i < n; i++) { x = x * 6364136223846793005 + 1442695040888963407; } }
                return x;
            }

            public static long Divide(int n)
            {
                var s = 0L;
                for (var i = 1; i <= n; i++) { s += long.MaxValue / i + (long.MaxValue - i) % 1000003; }
                return s & 0xff;
            }

            public static long Checked(int n)
            {
                var s = 0L;
                checked { for (var i = 0; i < n; i++) { s = s + i * 3L - (i + 1); if (s > 1_000_000_000) { s -= 1_000_000_000; } } }
                return s;
            }

            public static long Gcd(int n)
            {
                var s = 0L;
                for (var i = 1; i <= n; i++) { long a = 1_000_000_007, b = i; while (b != 0) { (a, b) = (b, a % b); } s += a; }
                return s;
            }

            public static long Collatz(int n)
            {
                var steps = 0L;
                for (var i = 1; i <= n; i++) { long x = i; while (x != 1) { x = (x & 1) == 0 ? x >> 1 : 3 * x + 1; steps++; } }
                return steps;
            }

            public static long Switching(int n)
            {
                long a = 1, b = 2;
                for (var i = 0; i < n; i++)
                {
                    switch ((a ^ i) & 7)
                    {
                        case 0: a += b; break;
                        case 1: b ^= a; break;
                        case 2: a -= 3; break;
                        case 3: b += i; break;
                        case 4: a ^= b; break;
                        case 5: b -= a; break;
                        case 6: a += 7; break;
                        default: b += 1; break;
                    }
                }
                return a ^ b;
            }

            public static long ReadArray(int n)
            {
                var a = new long[1000];
                var s = 0L;
                for (var r = 0; r < n / 1000 + 1; r++) { for (var i = 0; i < a.Length; i++) { s += a[i] + r; } }
                return s;
            }

            public static long Sieve(int n)
            {
                var composite = new bool[n + 1];
                var count = 0;
                for (var i = 2; i <= n; i++)
                {
                    if (composite[i]) { continue; }
                    count++;
                    for (long j = (long)i * i; j <= n; j += i) { composite[j] = true; }
                }
                return count;
            }

            public static long Matrix(int n)
            {
                const int Size = 24;
                long[] a = new long[Size * Size], b = new long[Size * Size], c = new long[Size * Size];
                for (var i = 0; i < a.Length; i++) { a[i] = i; b[i] = i ^ 5; }
                for (var r = 0; r < n / 1000 + 1; r++)
                    for (var i = 0; i < Size; i++)
                        for (var j = 0; j < Size; j++)
                        {
                            var s = 0L;
                            for (var k = 0; k < Size; k++) { s += a[i * Size + k] * b[k * Size + j]; }
                            c[i * Size + j] = s;
                        }
                return c[7];
            }

            public static long Sort(int n)
            {
                var keys = new long[n];
                var x = 1L;
                for (var i = 0; i < n; i++) { x = unchecked(x * 6364136223846793005 + 1); keys[i] = x >> 33; }
                MergeSort(keys, new long[n], 0, n);
                return keys[n / 2];
            }

            private static void MergeSort(long[] keys, long[] spare, int from, int to)
            {
                if (to - from < 2) { return; }
                var middle = (from + to) / 2;
                MergeSort(keys, spare, from, middle);
                MergeSort(keys, spare, middle, to);
                for (int i = from, l = from, r = middle; i < to; i++)
                {
                    spare[i] = r >= to || (l < middle && keys[l] <= keys[r]) ? keys[l++] : keys[r++];
                }
                for (var i = from; i < to; i++) { keys[i] = spare[i]; }
            }

            public static long Fibonacci(int n) => n < 2 ? n : Fib(24) + Fibonacci(n / 2);

            private static long Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);

            public static long Virtual(int n)
            {
                Shape[] shapes = [new Shape(), new Square(), new Shape()];
                var s = 0L;
                for (var i = 0; i < n; i++) { s += shapes[i % 3].Area(i); }
                return s;
            }

            public static long Interface(int n)
            {
                IShape[] shapes = [new Shape(), new Square()];
                var s = 0L;
                for (var i = 0; i < n; i++) { s += shapes[i & 1].Area(i); }
                return s;
            }

            public static long Delegates(int n)
            {
                var k = n & 3;
                Func<long, long> f = x => x + k;
                var s = 0L;
                for (var i = 0; i < n; i++) { s = f(s); }
                return s;
            }

            public static long Objects(int n)
            {
                Node? head = null;
                for (var i = 0; i < n; i++) { head = new Node { Key = i, Left = (i & 63) == 0 ? null : head }; }
                return head!.Key;
            }

            public static long SmallArrays(int n)
            {
                var kept = new long[16][];
                for (var i = 0; i < n; i++) { kept[i & 15] = new long[8]; }
                return kept[0].Length;
            }

            public static long LargeArrays(int n)
            {
                var s = 0L;
                for (var i = 0; i < n / 1000 + 1; i++) { var a = new byte[50_000]; s += a[i % 50_000] + 1; }
                return s;
            }

            public static long Boxes(int n)
            {
                object o = 0L;
                for (var i = 0; i < n; i++) { o = (long)o + 1; }
                return (long)o;
            }

            public static long Tree(int n)
            {
                var root = new Node();
                var x = 1L;
                for (var i = 0; i < n; i++)
                {
                    x = unchecked(x * 6364136223846793005 + 1442695040888963407);
                    var key = x >> 40;
                    var at = root;
                    while (true)
                    {
                        if (key == at.Key) { break; }
                        var next = key < at.Key ? at.Left : at.Right;
                        if (next == null)
                        {
                            var made = new Node { Key = key };
                            if (key < at.Key) { at.Left = made; } else { at.Right = made; }
                            break;
                        }
                        at = next;
                    }
                }
                return root.Key;
            }

            public static long Lists(int n)
            {
                var list = new List<long>();
                for (var i = 0; i < n; i++) { list.Add(i); }
                var s = 0L;
                for (var i = 0; i < list.Count; i++) { s += list[i]; }
                foreach (var x in list) { s ^= x; }
                return s;
            }

            public static long Structs(int n)
            {
                var a = new Wide[16];
                for (var i = 0; i < n; i++)
                {
                    var w = a[i & 15];
                    w.A += i; w.F ^= w.A;
                    a[(i + 1) & 15] = w;
                }
                return a[3].F;
            }

            public static long WideSum(int n)
            {
                Int128 s = 0;
                for (var i = 0; i < n; i++) { s += (Int128)i * 1_000_000_007; }
                return (long)(s >> 3);
            }

            public static long WideDivide(int n)
            {
                Int128 s = Int128.MaxValue;
                var t = 0L;
                for (var i = 1; i <= n; i++) { t += (long)((s / (1_000_000_000_000L * i)) & 255); }
                return t;
            }

            public static long Concat(int n)
            {
                var s = 0L;
                var part = "abc";
                for (var i = 0; i < n; i++) { s += (part + "defgh").Length; }
                return s;
            }

            public static long LongConcat(int n)
            {
                var text = "";
                for (var i = 0; i < n / 100 + 1; i++)
                {
                    text = (text.Length > 5_000 ? "" : text) + "0123456789012345678901234567890123456789";
                }
                return text.Length;
            }

            public static long Compare(int n)
            {
                string[] names = ["cell1/home-0001", "cell1/home-0002", "cell2/home-0001", "cell2/home-0001"];
                var s = 0L;
                for (var i = 0; i < n; i++)
                {
                    s += names[i & 3] == names[(i >> 2) & 3] ? 1 : 0;
                    s += string.CompareOrdinal(names[i & 3], names[3]) < 0 ? 1 : 0;
                }
                return s;
            }

            public static long Generic(int n)
            {
                var s = 0L;
                for (var i = 0; i < n; i++) { s += Choose(i, i + 1L, (i & 1) == 0); }
                return s;
            }

            private static T Choose<T>(T a, T b, bool first) => first ? a : b;

            public static long Finally(int n)
            {
                var s = 0L;
                for (var i = 0; i < n; i++) { try { if ((i & 1) == 0) { continue; } s += i; } finally { s++; } }
                return s;
            }

            public static long Codec(int n)
            {
                var s = 0L;
                for (var i = 0; i < n; i++)
                {
                    var bytes = new RecordWriter().Int(1).Long(i).Text("cell1/home-01").ToArray();
                    var reader = new RecordReader(bytes);
                    s += reader.Int() + reader.Long() + reader.Text().Length;
                }
                return s;
            }

            public static long Keys(int n)
            {
                var s = 0L;
                for (var i = 0; i < n; i++) { s += StateKey.Of("accounts").And("cell1/home-01").And(i).Bytes.Length; }
                return s;
            }

            public static long Levenshtein(int n)
            {
                var a = new byte[100];
                var b = new byte[100];
                for (var i = 0; i < 100; i++) { a[i] = (byte)(i * 7 % 26); b[i] = (byte)(i * 11 % 26); }
                var s = 0L;
                for (var r = 0; r < n / 1000 + 1; r++)
                {
                    var row = new int[101];
                    for (var j = 0; j <= 100; j++) { row[j] = j; }
                    for (var i = 1; i <= 100; i++)
                    {
                        var diagonal = row[0];
                        row[0] = i;
                        for (var j = 1; j <= 100; j++)
                        {
                            var above = row[j];
                            var best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                            if (above + 1 < best) { best = above + 1; }
                            if (row[j - 1] + 1 < best) { best = row[j - 1] + 1; }
                            row[j] = best;
                            diagonal = above;
                        }
                    }
                    s += row[100];
                }
                return s;
            }

            // Bids and offers, half of the number each, sorted, crossed at one price.
            public static long Clearing(int n)
            {
                var half = n / 2;
                long[] bids = new long[half], offers = new long[half];
                var x = 12345L;
                for (var i = 0; i < half; i++)
                {
                    x = unchecked(x * 6364136223846793005 + 1442695040888963407);
                    bids[i] = ((((x >> 33) & 0xffff) ^ 0xffff) << 24) | ((x >> 50) & 0xfff) + 1;
                    x = unchecked(x * 6364136223846793005 + 1442695040888963407);
                    offers[i] = (((x >> 33) & 0xffff) << 24) | ((x >> 50) & 0xfff) + 1;
                }
                MergeSort(bids, new long[half], 0, half);
                MergeSort(offers, new long[half], 0, half);
                long traded = 0, price = 0;
                int b = 0, o = 0;
                long bidLeft = 0, offerLeft = 0;
                while (b < half && o < half)
                {
                    var bid = (bids[b] >> 24) ^ 0xffff;
                    var offer = offers[o] >> 24;
                    if (bid < offer) { break; }
                    if (bidLeft == 0) { bidLeft = bids[b] & 0xffffff; }
                    if (offerLeft == 0) { offerLeft = offers[o] & 0xffffff; }
                    var quantity = bidLeft < offerLeft ? bidLeft : offerLeft;
                    checked { traded += quantity; }
                    bidLeft -= quantity;
                    offerLeft -= quantity;
                    price = (bid + offer) / 2;
                    if (bidLeft == 0) { b++; }
                    if (offerLeft == 0) { o++; }
                }
                return traded ^ (price << 40);
            }
        }

        [Contract("bench")]
        public sealed class Bench
        {
            [Function, AnyMember]
            public void Empty(CallContext context) { }

            [Function, AnyMember]
            public void Transfer(CallContext context, string from, string to, long amount)
            {
                Change(context, from, -amount);
                Change(context, to, amount);
            }

            [Function(ReadOnly = true), AnyMember]
            public long Clear(CallContext context, int bids) => Corpus.Clearing(bids);

            private static void Change(CallContext context, string account, long amount)
            {
                var key = StateKey.Of("account").And(account);
                var stored = context.State.Get(key);
                var balance = stored == null ? 0 : new RecordReader(stored).Long();
                context.State.Put(key, new RecordWriter().Long(balance + amount).ToArray());
            }
        }
        """;
}
