using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Every limit of <see cref="ExecutorOptions"/>: at it a call ends well, beyond it OutOfResources names
/// it.
/// </summary>
public sealed class LimitTests
{
    private static readonly ExecutorOptions Small = TestLedger.DefaultOptions with
    {
        KeySizeMax = 100, ValueSizeMax = 1000, EventsMax = 3, EventDataSizeMax = 100, EventBytesMax = 250,
        ResultSizeMax = 2000,
        WritesMax = 10, ReadsMax = 20, CallDepthMax = 4, NestedCallsMax = 5,
    };

    [Theory]
    [InlineData(100, 101, "1 to 100 bytes for a key")]
    [InlineData(1, 0, "1 to 100 bytes for a key")]
    public void Key(int within, int beyond, string limit) =>
        AssertLimit(n => TestLedger.Call("store", "put", w => w.Bytes(new byte[n]).Bytes([1])), within, beyond, limit);

    [Fact]
    public void Key_of_reads_and_deletes()
    {
        AssertLimit(
            n => TestLedger.Call("store", "get", w => w.Bytes(new byte[n])), 100, 101, "1 to 100 bytes for a key");
        AssertLimit(
            n => TestLedger.Call("store", "delete", w => w.Bytes(new byte[n])), 100, 101, "1 to 100 bytes for a key");
    }

    [Fact]
    public void Value() => AssertLimit(
        n => TestLedger.Call("store", "put", w => w.Bytes([1]).Bytes(new byte[n])), 1000, 1001,
        "1000 bytes for a value");

    [Fact]
    public void Events() => AssertLimit(
        n => TestLedger.Call("store", "emitMany", w => w.Int(n).Int(1)), 3, 4, "3 events in a call");

    [Fact]
    public void Data_of_an_event() => AssertLimit(
        n => TestLedger.Call("store", "emitMany", w => w.Int(1).Int(n)), 100, 101, "100 bytes of data in an event");

    [Fact]
    public void Bytes_of_events() => AssertLimit(
        n => TestLedger.Call("store", "emitMany", w => w.Int(3).Int(n)), 78, 79, "250 bytes of events in a call");

    [Theory]
    [InlineData(64, 65)]
    [InlineData(1, 0)]
    public void Name_of_an_event(int within, int beyond) => AssertLimit(
        n => TestLedger.Call("store", "emit", w => w.Text(new string('e', n))), within, beyond,
        "1 to 64 bytes for the name of an event");

    [Fact]
    public void Result() => AssertLimit(
        n => TestLedger.Call("store", "fill", w => w.Int(n)), 1996, 1997, "2000 bytes for a result");

    [Fact]
    public void Writes() => AssertLimit(
        n => TestLedger.Call("store", "putMany", w => w.Int(n).Int(1)), 10, 11, "10 writes in a transaction");

    [Fact]
    public void Reads() => AssertLimit(
        n => TestLedger.Call("store", "getMany", w => w.Int(n)), 20, 21, "20 reads in a call");

    [Fact]
    public void Nested_calls() => AssertLimit(
        n => TestLedger.Call("relay", "repeat", w => w.Int(n)), 5, 6, "5 calls between contracts in a call");

    [Fact]
    public void Bytes_written() => AssertLimit(
        n => TestLedger.Call("store", "putMany", w => w.Int(2).Int(n)), 980, 990, "2000 bytes written in a transaction",
        Small with { WriteBytesMax = 2000 });

    [Fact]
    public void Bytes_read()
    {
        var ledger = TestLedger.WithContracts(Small with { ReadBytesMax = 500 });
        TestLedger.Succeed(
            ledger.Run("cell1/alice", TestLedger.Call("store", "put", w => w.Bytes([1]).Bytes(new byte[600]))));
        var receipt = ledger.Run("cell1/alice", TestLedger.Call("store", "get", w => w.Bytes([1])));
        Assert.Equal(
            (ReceiptStatus.OutOfResources, "the limit is 500 bytes read in a call"), (receipt.Status, receipt.Message));
    }

    [Fact]
    public void Entries_of_a_scan()
    {
        var ledger = TestLedger.WithContracts(Small with { ReadsMax = 8 });
        TestLedger.Succeed(ledger.Run("cell1/alice", TestLedger.Call("store", "putMany", w => w.Int(9).Int(1))));
        var prefix = StateKey.Of("many").Bytes;
        var query = ledger.Query("cell1/alice", "store", "scan", w => w.Bytes(prefix).Int(8));
        Assert.Equal(ReceiptStatus.Ok, query.Status);
        query = ledger.Query("cell1/alice", "store", "scan", w => w.Bytes(prefix).Int(int.MaxValue));
        Assert.Equal((ReceiptStatus.OutOfResources, "the limit is 8 reads in a call"), (query.Status, query.Message));
    }

    [Fact]
    public void Writes_count_for_the_transaction_and_not_for_each_call()
    {
        var ledger = TestLedger.WithContracts(Small);
        var put = TestLedger.Call("store", "putMany", w => w.Int(4).Int(1));
        var receipt = ledger.Run("cell1/alice", put, put, put);
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Ok, ReceiptStatus.OutOfResources], receipt.Calls.Select(c => c.Status));
    }

    [Fact]
    public void A_block_has_a_limit_and_reverted_calls_give_back_what_they_took()
    {
        var ledger = TestLedger.WithContracts();
        var put = TestLedger.Call("store", "putMany", w => w.Int(15).Int(1000));
        var result = new BatchExecutor(
                ledger.Options with { BlockBytesMax = 32 * 1024 }, ledger.Authority, ledger.Host)
            .Execute(
                ledger.Next,
                [
                    ledger.Sign(
                        "cell1/alice", atomic: true, put, TestLedger.Call("counter", "reject", w => w.Text("no"))),
                    ledger.Sign("cell1/alice", put), ledger.Sign("cell1/alice", put), ledger.Sign("cell2/bob", put),
                    ledger.Sign("cell2/bob", TestLedger.Call("counter", "nothing")),
                ],
                ledger.State, _ => false);
        Assert.Equal(
            [
                ReceiptStatus.Rejected, ReceiptStatus.Ok, ReceiptStatus.Ok, ReceiptStatus.OutOfResources,
                ReceiptStatus.Ok,
            ],
            result.Receipts.Select(r => r.Status));
        Assert.Equal("the limit is 32768 bytes of output in a block", result.Receipts[3].Message);
    }

    [Theory]
    [InlineData("writeReadOnly", "writes")]
    [InlineData("deleteReadOnly", "removes a key")]
    [InlineData("emitReadOnly", "emits an event")]
    public void Read_only_functions_change_nothing(string function, string what)
    {
        var ledger = TestLedger.WithContracts();
        var receipt = ledger.Run("cell1/alice", TestLedger.Call("store", function));
        Assert.Equal(
            (ReceiptStatus.Failed, $"a read-only function of store {what}"), (receipt.Status, receipt.Message));
        var query = ledger.Query("cell1/alice", "store", function);
        Assert.Equal((ReceiptStatus.Failed, $"a read-only function of store {what}"), (query.Status, query.Message));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var good = TestLedger.DefaultOptions;
        good.Validate();
        Assert.Equal("Organisations", Refused(good with { Organisations = [] }));
        Assert.Equal("Organisations", Refused(good with { Organisations = ["a", "a"] }));
        Assert.Equal("KeySizeMax", Refused(good with { KeySizeMax = 288 }));
        Assert.Equal("CallDepthMax", Refused(good with { CallDepthMax = 0 }));
        Assert.Throws<ArgumentException>(
            (good with { Limits = good.Limits with { PackageSize = IStateView.ValueSizeMax + 1 } }).Validate);
    }

    private static string? Refused(ExecutorOptions options) =>
        Assert.Throws<ArgumentException>(options.Validate).ParamName;

    private static void AssertLimit(
        Func<int, ContractCall> call, int within, int beyond, string limit, ExecutorOptions? options = null)
    {
        var ledger = TestLedger.WithContracts(options ?? Small);
        TestLedger.Succeed(ledger.Run("cell1/alice", call(within)));
        var before = ledger.State.Copy();
        var receipt = ledger.Run("cell1/alice", call(beyond));
        Assert.Equal((ReceiptStatus.OutOfResources, $"the limit is {limit}"), (receipt.Status, receipt.Message));
        Assert.Equal(before.Entries, ledger.State.Entries);
    }
}
