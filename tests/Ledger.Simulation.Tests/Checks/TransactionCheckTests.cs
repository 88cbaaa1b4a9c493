using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The check of transactions fails on what nobody signed, what came too late, and what came twice.</summary>
public sealed class TransactionCheckTests
{
    private readonly Cluster _cluster = Support.RunHealthy();

    private Block Block => _cluster.Chain.Blocks.First(b => b.Batch.Transactions.Count > 0);

    [Fact]
    public void What_a_client_made_passes_once()
    {
        var check = NewCheck(Block);
        check.OnBlock(Block);
        Assert.True(check.IsExecuted(Block.Batch.Transactions[0].Id));
        Support.Refuses("transactions", () => check.OnBlock(Block));
    }

    [Fact]
    public void What_no_client_made_is_refused() =>
        Support.Refuses("transactions", () => new TransactionCheck(_cluster.Genesis.ChainId).OnBlock(Block));

    [Fact]
    public void A_bad_signature_is_refused()
    {
        var spoilt = TransactionFactory.SpoilSignature(Block.Batch.Transactions[0]);
        var batch = new Batch(Block.Batch.TimeMilliseconds, [spoilt]);
        Support.Refuses("transactions", () => NewCheck(Block).OnBlock(Block with { Batch = batch }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public void A_height_outside_the_window_is_refused(ulong height)
    {
        var transaction = _cluster.Transactions.MakeAdd(0, 10, 20, "count", 1);
        var check = new TransactionCheck(_cluster.Genesis.ChainId);
        check.OnIssued(transaction.Id);
        var block = Block with
        {
            Header = Block.Header with { Height = new SequenceNumber(height) },
            Batch = new Batch(Block.Batch.TimeMilliseconds, [transaction]),
        };
        Support.Refuses("transactions", () => check.OnBlock(block));
    }

    [Theory]
    [InlineData(ReceiptStatus.Duplicate)]
    [InlineData(ReceiptStatus.OutsideWindow)]
    public void A_receipt_that_says_so_is_refused(ReceiptStatus status)
    {
        var receipt = new Receipt(Block.Batch.Transactions[0].Id, status, []).Encode();
        ReadOnlyMemory<byte>[] receipts = [receipt, .. Block.Receipts.Skip(1)];
        Support.Refuses("transactions", () => NewCheck(Block).OnBlock(Block with { Receipts = receipts }));
    }

    private TransactionCheck NewCheck(Block block)
    {
        var check = new TransactionCheck(_cluster.Genesis.ChainId);
        foreach (var transaction in block.Batch.Transactions)
        {
            check.OnIssued(transaction.Id);
        }

        return check;
    }
}
