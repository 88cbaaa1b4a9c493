using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Calls between contracts: one outcome, bounded depth, no writes from read-only functions.</summary>
public sealed class NestedCallTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void A_nested_call_joins_the_call_and_returns_its_result()
    {
        var receipt = Relay("counter", "add", TestLedger.Arguments(w => w.Text("a").Long(3)));
        TestLedger.Succeed(receipt);
        var inner = new RecordReader(receipt.Calls[0].Result.ToArray()).Bytes();
        Assert.Equal(3, new RecordReader(inner).Long());
        Assert.Equal("counter", Assert.Single(receipt.Calls[0].Events).Contract);
        Assert.Equal([1], ReadState("relay\0before\0"));
        Assert.Equal([1], ReadState("relay\0after\0"));
    }

    [Fact]
    public void The_callee_sees_the_signer_and_the_calling_contract()
    {
        var receipt = Relay("counter", "describe", []);
        var text = new RecordReader(new RecordReader(receipt.Calls[0].Result.ToArray()).Bytes()).Text();
        Assert.Equal($"cell1/alice cell1 relay - {_ledger.Height} {_ledger.Time} {receipt.TransactionId}", text);
    }

    [Theory]
    [InlineData("counter", "reject", ReceiptStatus.Rejected, "no")]
    [InlineData("counter", "deny", ReceiptStatus.PermissionDenied, "no")]
    [InlineData("counter", "missing", ReceiptStatus.NotFound, "contract counter has no function missing")]
    [InlineData("nobody", "x", ReceiptStatus.NotFound, "there is no contract nobody")]
    [InlineData(
        "counter",
        "echoInt",
        ReceiptStatus.InvalidArgument,
        "the arguments are not those of counter.echoInt(int value)")]
    public void What_goes_wrong_inside_reverts_the_whole_call(
        string contract, string function, ReceiptStatus status, string message)
    {
        var before = _ledger.State.Copy();
        var receipt = Relay(contract, function, TestLedger.Arguments(w => w.Text("no")));
        Assert.Equal((status, message), (receipt.Status, receipt.Message));
        Assert.Equal(before.Entries, _ledger.State.Entries);
    }

    [Fact]
    public void A_contract_that_goes_on_after_a_refused_call_fails_all_the_same()
    {
        // A finally block runs while the refusal passes; its write must not stand, nor its result replace the reason.
        var source = TestPackages.Contract(
            """
            [Function, AnyMember]
            public int Insist(CallContext context)
            {
                try
                {
                    context.Call("counter", "reject", new RecordWriter().Text("first reason").ToArray());
                }
                finally
                {
                    context.State.Put(StateKey.Of("kept"), new byte[] { 1 });
                }

                return 1;
            }

            [Function, AnyMember]
            public void Replace(CallContext context)
            {
                try
                {
                    context.Call("counter", "reject", new RecordWriter().Text("first reason").ToArray());
                }
                finally
                {
                    throw new ContractRejection("second reason");
                }
            }
            """);
        _ledger.Activate("insist", source);
        var before = _ledger.State.Copy();
        foreach (var function in new[] { "insist", "replace" })
        {
            var receipt = _ledger.Run("cell1/alice", TestLedger.Call("sample", function));
            Assert.Equal((ReceiptStatus.Rejected, "first reason"), (receipt.Status, receipt.Message));
        }

        Assert.Equal(before.Entries, _ledger.State.Entries);
    }

    [Fact]
    public void Depth_is_bounded_and_reentrancy_with_it()
    {
        var deepest = _ledger.Run("cell1/alice", TestLedger.Call("relay", "descend", w => w.Int(8)));
        Assert.Equal(8, new RecordReader(deepest.Calls[0].Result.ToArray()).Int());
        var before = _ledger.State.Copy();
        foreach (var depth in new[] { 9, 1_000_000 })
        {
            var receipt = _ledger.Run("cell1/alice", TestLedger.Call("relay", "descend", w => w.Int(depth)));
            Assert.Equal(
                (ReceiptStatus.OutOfResources, "the limit is 8 contracts that call one another"),
                (receipt.Status, receipt.Message));
        }

        Assert.Equal(before.Entries, _ledger.State.Entries);
        TestLedger.Succeed(_ledger.Run("cell1/alice", TestLedger.Call("relay", "descend", w => w.Int(8))));
    }

    [Fact]
    public void A_read_only_function_cannot_write_through_another_contract()
    {
        var arguments = TestLedger.Arguments(w => w.Text("a").Long(1));
        var receipt = _ledger.Run(
            "cell1/alice", TestLedger.Call("relay", "ask", w => w.Text("counter").Text("add").Bytes(arguments)));
        Assert.Equal(
            (ReceiptStatus.Failed, "a read-only function of relay calls counter.add, which is not"),
            (receipt.Status, receipt.Message));
        var answer = _ledger.Query(
            "cell1/alice", "relay", "ask",
            w => w.Text("counter").Text("get").Bytes(TestLedger.Arguments(x => x.Text("a"))));
        Assert.Equal(ReceiptStatus.Ok, answer.Status);
    }

    private byte[]? ReadState(string key) => _ledger.State.Get(System.Text.Encoding.UTF8.GetBytes(key));

    private Receipt Relay(string contract, string function, byte[] arguments) => _ledger.Run(
        "cell1/alice", TestLedger.Call("relay", "call", w => w.Text(contract).Text(function).Bytes(arguments)));
}
