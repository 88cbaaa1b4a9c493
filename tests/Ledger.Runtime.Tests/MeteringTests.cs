using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Contracts that want more than they should have: each costs a node at most its gas, leaves nothing behind but a
/// receipt, and gets the same receipt from every replica.
/// </summary>
public sealed class MeteringTests
{
    private const long Gas = 20_000_000;

    private static readonly ExecutorOptions Options = TestLedger.DefaultOptions with
    {
        Limits = ExecutionLimits.Default with { GasPerCall = Gas, GasPerTransaction = 2 * Gas, GasPerBlock = 5 * Gas },
    };

    private const string OutOfGas = "the limit is 20000000 gas in a call";
    private const string OutOfMemory = "the limit is 268435456 bytes of memory in a call";
    private const string TooDeep = "the limit is 262144 bytes of stack in a call";

    [Theory]
    [InlineData("while (true) { }", OutOfGas)]
    [InlineData("for (var i = 0; i < 5; i = i == 4 ? 0 : i + 1) { }", OutOfGas)]
    [InlineData("again: switch (context.BlockHeight) { case 0: return; default: goto again; }", OutOfGas)]
    [InlineData("var a = new byte[1 << 30]; context.State.Put(StateKey.Of(\"x\"), a);", OutOfMemory)]
    [InlineData("var a = new long[int.MaxValue]; context.State.Put(StateKey.Of(\"x\"), new byte[a.Length]);", OutOfMemory)]
    [InlineData("var text = \"x\"; while (true) { text += text; }", OutOfGas + "|" + OutOfMemory)]
    [InlineData("var list = new List<byte[]>(); while (true) { list.Add(new byte[100_000]); }", OutOfGas + "|" + OutOfMemory)]
    [InlineData("object box = 1L; while (true) { box = 1L + (long)box; }", OutOfGas)]
    [InlineData("Down(1);", TooDeep)]
    [InlineData("Large(default);", TooDeep)]
    [InlineData("Shared<string>(\"\");", TooDeep)]
    [InlineData("Func<long, long>? f = null; f = x => f!(x + 1); f(0);", TooDeep)]
    [InlineData("try { while (true) { } } finally { while (true) { } }", OutOfGas)]
    [InlineData("Unwind(1);", TooDeep)]
    [InlineData("Many(1);", TooDeep)]
    [InlineData("var zero = context.BlockHeight * 0; try { zero = 1 / zero; } finally { while (true) { } }",
        "the contract failed: division by zero")]
    [InlineData("for (;;) { try { continue; } finally { context.State.Get(StateKey.Of(\"x\")); } }", OutOfGas)]
    [InlineData("Sort(new long[10_000]);", OutOfGas)]
    [InlineData("while (true) { context.State.Put(StateKey.Of(\"x\"), []); }", OutOfGas)]
    [InlineData("while (true) { context.State.Scan(StateKey.Of(\"x\")); }", OutOfGas)]
    [InlineData("while (true) { context.Emit(\"e\", []); }", "the limit is 64 events in a call")]
    [InlineData("while (true) { new RecordWriter().Long(1); }", OutOfGas)]
    public void A_hostile_function_ends_at_its_limit(string body, string messages)
    {
        var package = TestPackages.Contract(
            $$"""
              [Function, AnyMember]
              public void Run(CallContext context)
              {
                  context.State.Put(StateKey.Of("before"), [1]);
                  {{body}}
              }

              private static long Down(long n) => Down(n + 1) + 1;
              private static long Large(Wide wide) => Large(new Wide { A = wide.B, P = wide.A }) + 1;
              private static int Shared<T>(T value) => Shared(value) + 1;
              private static long Many(long n)
              {
                  var x = Mix(n, 1) + Mix(n, 2) + Mix(n, 3) + Mix(n, 4) + Mix(n, 5) + Mix(n, 6) + Mix(n, 7) + Mix(n, 8);
                  return Many(x) + Mix(x, 9) + Mix(x, 10) + Mix(x, 11) + Mix(x, 12) + Mix(x, 13);
              }
              private static long Mix(long a, long b) { var p = (a, b); p.Item1 += p.Item2; Touch(ref p); return p.Item1; }
              private static void Touch(ref (long, long) p) { if (p.Item1 == 7) { p = (p.Item2, p.Item1); } }
              private static long Unwind(long n) { try { return Unwind(n + 1) + 1; } finally { n = 1 / (n - n); } }
              private static void Sort(long[] numbers)
              {
                  for (var swapped = true; swapped;)
                  {
                      swapped = false;
                      for (var i = 1; i < numbers.Length; i++)
                      {
                          if (Before(numbers[i - 1], numbers[i]))
                          {
                              (numbers[i - 1], numbers[i]) = (numbers[i], numbers[i - 1]);
                              swapped = true;
                          }
                      }
                  }
              }
              private static bool Before(long a, long b) => true;
              """,
            "public struct Wide { public long A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }", "hostile");
        var first = OnSmallStack(() => Receipts(package));
        Assert.Equal(ReceiptStatus.Ok, first[0].Status);
        Assert.Contains(first[1].Message, messages.Split('|'));
        Assert.InRange(first[1].Calls[0].GasUsed, 1_000UL, (ulong)Gas);
        if (first[1].Message == OutOfGas)
        {
            Assert.Equal((ulong)Gas, first[1].Calls[0].GasUsed);
        }

        Assert.Equal(first.Select(r => Convert.ToHexString(r.Encode())), Receipts(package).Select(
            r => Convert.ToHexString(r.Encode())));
    }

    [Fact]
    public void Gas_of_a_transaction_and_of_a_block_runs_out_too()
    {
        const string Body = "[Function, AnyMember] public void Run(CallContext context) { while (true) { } }";
        var ledger = Ledger(TestPackages.Contract(Body, name: "hostile"));
        var run = TestLedger.Call("hostile", "run");
        var result = ledger.Execute(
            [.. Enumerable.Range(0, 3).Select(_ => ledger.Sign("cell1/alice", run, run, run))]);
        Assert.Equal(
            [
                OutOfGas, OutOfGas, "the limit is 40000000 gas in a transaction",
                OutOfGas, OutOfGas, "the limit is 40000000 gas in a transaction",
                OutOfGas, "the limit is 100000000 gas in a block", "the limit is 100000000 gas in a block",
            ],
            result.Receipts.SelectMany(r => r.Calls).Select(c => c.Message));
        Assert.Equal(5UL * (ulong)Gas, result.Receipts.SelectMany(r => r.Calls).Aggregate(0UL, (s, c) => s + c.GasUsed));
        TestLedger.Succeed(ledger.Run("cell1/alice", TestLedger.Call("counter", "nothing")));
    }

    [Fact]
    public void A_query_has_the_same_limits()
    {
        const string Body =
            "[Function(ReadOnly = true), AnyMember] public void Run(CallContext context) { while (true) { } }";
        var ledger = Ledger(TestPackages.Contract(Body, name: "hostile"));
        var answer = ledger.Query("cell1/alice", "hostile", "run");
        Assert.Equal((ReceiptStatus.OutOfResources, OutOfGas, (ulong)Gas), (answer.Status, answer.Message, answer.GasUsed));
    }

    [Fact]
    public void Gas_that_a_called_contract_uses_is_its_callers()
    {
        const string Body =
            "[Function, AnyMember] public void Run(CallContext context) { if (context.Caller.Contract != null) while (true) { } }";
        var ledger = Ledger(TestPackages.Contract(Body, name: "hostile"));
        var receipt = ledger.Run("cell1/alice", TestLedger.Call(
            "relay", "call", w => w.Text("hostile").Text("run").Bytes([])));
        Assert.Equal((ReceiptStatus.OutOfResources, OutOfGas), (receipt.Status, receipt.Message));
        Assert.Equal((ulong)Gas, receipt.Calls[0].GasUsed);
    }

    [Fact]
    public void The_first_call_of_a_function_costs_what_the_second_costs()
    {
        // Lambdas without captures are kept in a static field by the compiler; strings and initialisers run once.
        const string Body =
            """
            private static readonly long Factor = 7;
            [Function, AnyMember]
            public long Run(CallContext context)
            {
                Func<long, long> twice = x => x * 2;
                return twice(Factor) + new List<long> { 1, 2 }.Count;
            }
            """;
        var package = TestPackages.Contract(Body, name: "hostile");
        var ledger = Ledger(package);
        var gas = Enumerable.Range(0, 5)
            .Select(_ => ledger.Run("cell1/alice", TestLedger.Call("hostile", "run")).Calls[0].GasUsed).ToArray();
        Assert.Single(gas.Distinct());
        Assert.Equal(gas[0], Ledger(package).Run("cell1/alice", TestLedger.Call("hostile", "run")).Calls[0].GasUsed);
    }

    [Fact]
    public void More_work_costs_more_gas()
    {
        const string Body =
            "[Function, AnyMember] public long Run(CallContext context, long n) { var s = 0L; while (n-- > 0) s += n; return s; }";
        var ledger = Ledger(TestPackages.Contract(Body, name: "hostile"));
        ulong Gas(long n) =>
            ledger.Run("cell1/alice", TestLedger.Call("hostile", "run", w => w.Long(n))).Calls[0].GasUsed;
        Assert.Equal(Gas(2_000) - Gas(1_000), Gas(3_000) - Gas(2_000));
        Assert.InRange(Gas(2_000) - Gas(1_000), 1_000UL, 10_000UL);
    }

    [Fact]
    public void Structs_that_double_from_one_generic_method_to_the_next_are_refused()
    {
        var chain = string.Concat(Enumerable.Range(0, 12).Select(
            i => $"private static int F{i}<T>(T x) => F{i + 1}<Two<T>>(default);"));
        var package = TestPackages.Contract(
            "[Function, AnyMember] public void Run(CallContext context) => F0<long>(0);" + chain +
            "private static int F12<T>(T x) => 0;",
            "public struct Two<T> { public T A, B; }", "hostile");
        var refusal = Assert.Throws<MeteringException>(() => MeteringRewriter.Rewrite(package, RuleSet.Current));
        Assert.Equal("Two`1 takes more than 1024 bytes", refusal.Message);
        Assert.NotNull(new MeteringInspector(new PackageInspector()).Inspect(package).Flaw);
    }

    // A node's threads have more.
    private static T OnSmallStack<T>(Func<T> run)
    {
        var result = default(T);
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = run();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            1024 * 1024);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)), "the call ends");
        return failure == null ? result! : throw new InvalidOperationException("the call failed", failure);
    }

    private static TestLedger Ledger(byte[] package)
    {
        var ledger = TestLedger.WithContracts();
        ledger.Activate("hostile", package);
        ledger.Use(Options);
        return ledger;
    }

    // A call before, the hostile one, and one after, which finds the node alive and nothing written.
    private static IReadOnlyList<Receipt> Receipts(byte[] package)
    {
        var ledger = Ledger(package);
        var before = ledger.State.Copy();
        var result = ledger.Execute(
            ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing")),
            ledger.Sign("cell1/alice", TestLedger.Call("hostile", "run")),
            ledger.Sign("cell2/bob", TestLedger.Call("counter", "nothing")));
        Assert.Equal(before.Entries, ledger.State.Entries);
        Assert.Equal(ReceiptStatus.Ok, result.Receipts[2].Status);
        return result.Receipts;
    }
}
