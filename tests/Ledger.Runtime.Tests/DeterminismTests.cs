using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>The same batch on the same state gives the same bytes, whatever was executed or cached before.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void A_mixed_batch_gives_the_same_bytes_every_time()
    {
        var ledger = TestLedger.WithContracts();
        var random = new Random(11);
        for (var round = 0; round < 5; round++)
        {
            Transaction[] batch = [.. Enumerable.Range(0, 60).Select(_ => Draw(ledger, random))];
            var block = ledger.Next;
            var fresh = new BatchExecutor(ledger.Options, new FakeAuthority(), new ContractHost());
            var other = fresh.Execute(block, batch, ledger.State.Copy(), _ => false);
            var trimming = new BatchExecutor(
                ledger.Options with { ReadCacheBytesMax = 0 }, new FakeAuthority(), new ContractHost(packagesMax: 1));
            var third = trimming.Execute(block, batch, ledger.State.Copy(), _ => false);
            var first = ledger.Execute(batch);
            Assert.Equal(Bytes(first), Bytes(other));
            Assert.Equal(Bytes(first), Bytes(third));
            Assert.Contains(first.Receipts, r => r.Status == ReceiptStatus.Ok);
            Assert.Contains(first.Receipts, r => r.Status != ReceiptStatus.Ok);
        }
    }

    [Fact]
    public void Executing_does_not_change_the_state_it_reads()
    {
        var ledger = TestLedger.WithContracts();
        var before = ledger.State.Copy();
        var random = new Random(12);
        Transaction[] batch = [.. Enumerable.Range(0, 60).Select(_ => Draw(ledger, random))];
        ledger.Executor.Execute(ledger.Next, batch, ledger.State, _ => false);
        Assert.Equal(before.Entries, ledger.State.Entries);
    }

    [Fact]
    public void Queries_beside_an_execution_disturb_neither()
    {
        var ledger = TestLedger.WithContracts();
        TestLedger.Succeed(ledger.Run("cell1/alice", TestLedger.Call("counter", "add", w => w.Text("a").Long(7))));
        var random = new Random(13);
        Transaction[] batch = [.. Enumerable.Range(0, 100).Select(_ => Draw(ledger, random))];
        var expected = Bytes(ledger.Executor.Execute(ledger.Next, batch, ledger.State, _ => false));
        var snapshot = ledger.State.Copy();
        var at = new BlockContext(ledger.Height, ledger.Time);
        var call = TestLedger.Call("counter", "get", w => w.Text("a"));
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            if (i == 10)
            {
                Assert.Equal(expected, Bytes(ledger.Executor.Execute(ledger.Next, batch, ledger.State, _ => false)));
            }

            var view = i % 2 == 0 ? snapshot : snapshot.Copy();
            Assert.Equal(
                7,
                new RecordReader(
                    ledger.Executor.Query(at, new Unshared(view), "cell1/alice", call).Result.ToArray()).Long());
        });
    }

    private static Transaction Draw(TestLedger ledger, Random random)
    {
        var calls = new ContractCall[random.Next(1, 5)];
        for (var i = 0; i < calls.Length; i++)
        {
            var name = ((char)('a' + random.Next(3))).ToString();
            calls[i] = random.Next(8) switch
            {
                0 => TestLedger.Call("counter", "reject", w => w.Text(name)),
                1 => TestLedger.Call("counter", "fail", w => w.Int(random.Next(10))),
                2 => TestLedger.Call("relay", "call", w => w.Text("counter").Text("add")
                    .Bytes(TestLedger.Arguments(x => x.Text(name).Long(random.Next(9))))),
                3 => TestLedger.Call("store", "scan", w => w.Bytes([]).Int(5)),
                4 => TestLedger.Call(
                    "store", "put", w => w.Bytes([(byte)random.Next(4)]).Bytes(new byte[random.Next(50)])),
                5 => TestLedger.Call("store", "delete", w => w.Bytes([(byte)random.Next(4)])),
                6 => TestLedger.Call("access", "offer"),
                _ => TestLedger.Call("counter", "add", w => w.Text(name).Long(random.Next(100))),
            };
        }

        return ledger.Sign(random.Next(2) == 0 ? "cell1/alice" : "cell2/bob", random.Next(2) == 0, calls);
    }

    private static IEnumerable<string> Bytes(BatchResult result) =>
    [
        .. result.EncodedReceipts.Select(r => Convert.ToHexString(r.Span)),
        .. result.Writes.Select(
            w => $"{Convert.ToHexString(w.Key)}={Hex(w.Value)}@{w.TransactionIndex}"),
    ];

    private static string Hex(byte[]? value) => value == null ? "removed" : Convert.ToHexString(value);

    /// <summary>Only reads; the memory state's counter is the one thing in it that threads would share.</summary>
    private sealed class Unshared(MemoryState state) : IStateView
    {
        public byte[]? Get(ReadOnlySpan<byte> key)
        {
            lock (state)
            {
                return state.Get(key);
            }
        }

        public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix) => state.Scan(prefix);
    }
}
