using System.Text;
using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Every way a transaction or call can end, with its message.</summary>
public sealed class StatusTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void A_call_that_ends_well_has_result_writes_and_events()
    {
        var receipt = _ledger.Run("cell1/alice", Add("a", 5));
        TestLedger.Succeed(receipt);
        Assert.Equal(5, new RecordReader(receipt.Calls[0].Result.ToArray()).Long());
        var e = Assert.Single(receipt.Calls[0].Events);
        Assert.Equal(("counter", "added"), (e.Contract, e.Name));
        Assert.Equal(TestLedger.Arguments(w => w.Text("a").Long(5)), e.Data.ToArray());
        Assert.InRange(receipt.Calls[0].GasUsed, 1_000UL, 100_000UL);
        Assert.Equal(5, Count("a"));
    }

    [Fact]
    public void A_rejection_carries_the_contracts_message_and_leaves_nothing()
    {
        var receipt = _ledger.Run("cell1/alice", TestLedger.Call("counter", "reject", w => w.Text("not today")));
        AssertFailed(receipt, ReceiptStatus.Rejected, "not today");
        Assert.Equal(0, Count("rejected"));
    }

    [Fact]
    public void A_denial_is_permission_denied()
    {
        AssertFailed(
            _ledger.Run("cell1/alice", TestLedger.Call("counter", "deny", w => w.Text("not you"))),
            ReceiptStatus.PermissionDenied, "not you");
        Assert.Equal(0, Count("denied"));
    }

    [Theory]
    [InlineData(1, "arithmetic overflow")]
    [InlineData(2, "index or argument out of range")]
    [InlineData(3, "index or argument out of range")]
    [InlineData(4, "a value is null")]
    [InlineData(5, "division by zero")]
    [InlineData(6, "a value is of another type")]
    [InlineData(7, "an operation that is not possible")]
    [InlineData(8, "a bad argument")]
    [InlineData(9, "an unexpected exception")]
    public void An_exception_is_failed_with_a_fixed_sentence(int kind, string sentence)
    {
        var receipt = _ledger.Run("cell1/alice", TestLedger.Call("counter", "fail", w => w.Int(kind)));
        AssertFailed(receipt, ReceiptStatus.Failed, "the contract failed: " + sentence);
        Assert.Equal(0, Count("failed"));
    }

    [Fact]
    public void A_null_result_is_failed() => AssertFailed(
        _ledger.Run("cell1/alice", TestLedger.Call("counter", "null")), ReceiptStatus.Failed,
        "the function returned null");

    [Theory]
    [InlineData("nobody", "x", "there is no contract nobody")]
    [InlineData("No Name", "x", "no contract has such a name")]
    [InlineData("counter", "missing", "contract counter has no function missing")]
    [InlineData("counter", "Add", "contract counter has no function Add")]
    [InlineData("lifecycle", "missing", "contract lifecycle has no function missing")]
    public void What_is_not_there_is_not_found(string contract, string function, string message) =>
        AssertFailed(_ledger.Run("cell1/alice", TestLedger.Call(contract, function)), ReceiptStatus.NotFound, message);

    [Fact]
    public void Arguments_that_do_not_decode_are_invalid()
    {
        const string Message = "the arguments are not those of counter.add(string name, long amount)";
        byte[] good = TestLedger.Arguments(w => w.Text("a").Long(1));
        foreach (var bad in new byte[][]
                 {
                     [], [.. good, 0], good[..^1], [1, 0, 0, 0, 0xff, .. new byte[8]], [0xff, 0xff, 0xff, 0xff],
                     [5, 0, 0, 0, 1],
                 })
        {
            var receipt = _ledger.Run("cell1/alice", new ContractCall("counter", "add", bad));
            AssertFailed(receipt, ReceiptStatus.InvalidArgument, Message);
        }

        TestLedger.Succeed(_ledger.Run("cell1/alice", new ContractCall("counter", "add", good)));
    }

    [Fact]
    public void A_transaction_outside_its_window_is_not_executed()
    {
        var early = Window(_ledger.Height + 2, _ledger.Height + 3);
        var late = Window(0, _ledger.Height);
        var wide = Window(0, _ledger.Options.ValidityWindowMax + 1);
        var widest = Window(_ledger.Height + 1, _ledger.Height + 1 + _ledger.Options.ValidityWindowMax);
        var result = _ledger.Execute(early, late, wide, widest);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ReceiptStatus.OutsideWindow, result.Receipts[i].Status);
            Assert.Empty(result.Receipts[i].Calls);
        }

        TestLedger.Succeed(result.Receipts[3]);
        Assert.Equal(1, Count("window"));
    }

    [Fact]
    public void A_repeated_transaction_is_a_duplicate()
    {
        var first = _ledger.Sign("cell1/alice", Add("a", 1));
        var second = _ledger.Sign("cell1/alice", Add("a", 1));
        var result = _ledger.Executor.Execute(
            _ledger.Next, [first, first, second], _ledger.State, id => id == second.Id);
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Duplicate, ReceiptStatus.Duplicate],
            result.Receipts.Select(r => r.Status));
        Assert.Empty(result.Receipts[1].Calls);
    }

    [Fact]
    public void A_disk_that_fails_is_no_outcome_of_a_call()
    {
        var failure = new IOException("the disk");
        var transaction = _ledger.Sign("cell1/alice", TestLedger.Call("store", "scan", w => w.Bytes([1]).Int(1)));
        var call = TestLedger.Call("store", "scan", w => w.Bytes([1]).Int(1));
        var state = new FailingScans(_ledger.State, failure);
        Assert.Same(
            failure,
            Assert.Throws<IOException>(() => _ledger.Executor.Execute(_ledger.Next, [transaction], state, _ => false)));
        Assert.Same(
            failure,
            Assert.Throws<IOException>(
                () => _ledger.Executor.Query(new BlockContext(9, 2_000_000), state, "cell1/alice", call)));
        _ledger.State.Failure = failure;
        Assert.Throws<IOException>(() => _ledger.Executor.Check(_ledger.Next, _ledger.State, transaction));
    }

    [Fact]
    public void Long_messages_are_cut_at_a_character()
    {
        foreach (var message in new[]
                 {
                     new string('a', 255), new string('a', 256), new string('a', 300), new string('é', 200),
                     new string('€', 100),
                     string.Concat(Enumerable.Repeat("😀", 90)), "a" + string.Concat(Enumerable.Repeat("😀", 90)),
                     new string('a', 255) + "é", new string('a', 253) + "😀😀", new string('x', 100_000),
                 })
        {
            var receipt = _ledger.Run("cell1/alice", TestLedger.Call("counter", "reject", w => w.Text(message)));
            var kept = receipt.Calls[0].Message;
            var size = Encoding.UTF8.GetByteCount(kept);
            Assert.StartsWith(kept, message, StringComparison.Ordinal);
            Assert.InRange(size, Math.Min(253, Encoding.UTF8.GetByteCount(message)), 256);
            Assert.DoesNotContain('\ufffd', kept);
        }

        Assert.Equal("a\ufffdb", MessageText.Cut("a\ud800b"));
    }

    private static ContractCall Add(string name, long amount) =>
        TestLedger.Call("counter", "add", w => w.Text(name).Long(amount));

    private long Count(string name) => new RecordReader(
        _ledger.Query("cell1/alice", "counter", "get", w => w.Text(name)).Result.ToArray()).Long();

    private Transaction Window(ulong from, ulong until)
    {
        var body = _ledger.Sign("cell1/alice", Add("window", 1)).Body with { ValidFrom = from, ValidUntil = until };
        return Transaction.Sign(body, new FakeSigner("cell1/alice"));
    }

    private static void AssertFailed(Receipt receipt, ReceiptStatus status, string message)
    {
        Assert.Equal((status, message), (receipt.Status, receipt.Message));
        Assert.Equal(status, receipt.Calls[0].Status);
        Assert.Empty(receipt.Calls[0].Events);
        Assert.True(receipt.Calls[0].Result.IsEmpty);
    }

    private sealed class FailingScans(IStateView state, Exception failure) : IStateView
    {
        public byte[]? Get(ReadOnlySpan<byte> key) => state.Get(key);

        public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix) => throw failure;
    }
}
