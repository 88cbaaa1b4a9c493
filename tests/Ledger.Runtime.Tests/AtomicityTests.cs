using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Calls under one signature: together or each for itself.</summary>
public sealed class AtomicityTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void Without_atomic_each_call_has_its_own_outcome()
    {
        var receipt = _ledger.Execute(_ledger.Sign("cell1/alice", Add(1), Reject, Add(2), Missing, Add(4))).Receipts[0];
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Rejected, ReceiptStatus.Ok, ReceiptStatus.NotFound, ReceiptStatus.Ok],
            receipt.Calls.Select(c => c.Status));
        Assert.Equal(ReceiptStatus.Rejected, receipt.Status);
        Assert.Equal(7, Count());
    }

    [Fact]
    public void An_atomic_transaction_reverts_as_a_whole_and_skips_the_rest()
    {
        TestLedger.Succeed(_ledger.Run("cell1/alice", Add(1)));
        var before = _ledger.State.Copy();
        var result = _ledger.Execute(
            _ledger.Sign("cell1/alice", atomic: true, Add(1), Add(2), Reject, Add(4), Missing));
        var receipt = result.Receipts[0];
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Ok, ReceiptStatus.Rejected, ReceiptStatus.Skipped, ReceiptStatus.Skipped],
            receipt.Calls.Select(c => c.Status));
        Assert.Equal(ReceiptStatus.Rejected, receipt.Status);
        Assert.Equal("no", receipt.Message);
        Assert.All(receipt.Calls, c => Assert.True(c.Result.IsEmpty && c.Events.Count == 0));
        Assert.Empty(result.Writes);
        Assert.Equal(before.Entries, _ledger.State.Entries);
    }

    [Fact]
    public void An_atomic_transaction_that_ends_well_stands()
    {
        var receipt = _ledger.Execute(_ledger.Sign("cell1/alice", atomic: true, Add(1), Add(2))).Receipts[0];
        TestLedger.Succeed(receipt);
        Assert.Equal(3, new RecordReader(receipt.Calls[1].Result.ToArray()).Long());
        Assert.Equal(3, Count());
    }

    [Fact]
    public void Reverting_restores_what_earlier_transactions_of_the_batch_wrote()
    {
        var result = _ledger.Execute(
            _ledger.Sign("cell1/alice", Add(1)),
            _ledger.Sign("cell1/alice", atomic: true, Add(10), Reject),
            _ledger.Sign("cell1/alice", Add(100)));
        var count = Assert.Single(result.Writes);
        Assert.Equal(2, count.TransactionIndex);
        Assert.Equal(101, Count());
        result = _ledger.Execute(
            _ledger.Sign("cell1/alice", Add(1)), _ledger.Sign("cell1/alice", atomic: true, Add(10), Reject));
        Assert.Equal(0, Assert.Single(result.Writes).TransactionIndex);
    }

    private static ContractCall Reject => TestLedger.Call("counter", "reject", w => w.Text("no"));

    private static ContractCall Missing => TestLedger.Call("counter", "missing");

    private static ContractCall Add(long amount) => TestLedger.Call("counter", "add", w => w.Text("a").Long(amount));

    private long Count() => new RecordReader(
        _ledger.Query("cell1/alice", "counter", "get", w => w.Text("a")).Result.ToArray()).Long();
}
