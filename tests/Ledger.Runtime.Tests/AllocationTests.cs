using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>What a call costs, in bytes allocated: the part of speed that does not depend on the machine.</summary>
public sealed class AllocationTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void An_empty_call_under_a_shared_signature_allocates_little()
    {
        // Context, result and their share of the receipt.
        var one = Measure(64, TestLedger.Call("counter", "nothing"));
        Assert.InRange(one, 1, 320);
    }

    [Fact]
    public void A_transfer_allocates_a_few_keys_and_values()
    {
        var one = Measure(64, TestLedger.Call("counter", "transfer", w => w.Text("alice").Text("bob").Long(1)));
        Assert.InRange(one, 1, 3500);
    }

    [Fact]
    public void A_transaction_of_one_empty_call_allocates_little()
    {
        Transaction[] batch =
        [
            .. Enumerable.Range(0, 200)
                .Select(_ => _ledger.Sign("cell1/alice", TestLedger.Call("counter", "nothing"))),
        ];
        Assert.InRange(Execute(batch) / 200, 1, 1600);
    }

    // Bytes per call in transactions of many calls, once everything is compiled.
    private long Measure(int calls, ContractCall call)
    {
        Transaction[] batch =
            [.. Enumerable.Range(0, 20).Select(_ => _ledger.Sign("cell1/alice", [.. Enumerable.Repeat(call, calls)]))];
        return Execute(batch) / (20 * calls);
    }

    private long Execute(Transaction[] batch)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = _ledger.Executor.Execute(_ledger.Next, batch, _ledger.State, static _ => false);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.All(result.Receipts, r => Assert.Equal(ReceiptStatus.Ok, r.Status));
        }

        return least;
    }
}
