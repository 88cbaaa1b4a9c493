using Ledger.Node.Execution;
using Ledger.Primitives;

namespace Ledger.Node.Tests;

public sealed class FinalityBoardTests
{
    private readonly FinalityBoard _board = new();

    [Fact]
    public void Every_waiter_of_a_transaction_hears_of_its_block_once()
    {
        var (block, id) = TestBlocks.WithOne(height: 5, ReceiptStatus.Ok);
        var first = new Watch();
        var second = new Watch();
        _board.TryAdd(id, 10, first);
        _board.TryAdd(id, null, second);

        _board.Publish(block);
        _board.Publish(block);

        Assert.Equal([5UL], first.Final);
        Assert.Equal([5UL], second.Final);
    }

    [Fact]
    public void A_refused_repeat_says_nothing_about_the_transaction()
    {
        var (block, id) = TestBlocks.WithOne(height: 5, ReceiptStatus.Duplicate);
        var watch = new Watch();
        _board.TryAdd(id, 10, watch);

        _board.Publish(block);

        Assert.Empty(watch.Final);
        Assert.Equal(0, watch.Expired);
    }

    [Fact]
    public void A_waiter_hears_when_the_window_has_passed()
    {
        var (block, _) = TestBlocks.WithOne(height: 7, ReceiptStatus.Ok);
        var passed = new Watch();
        var open = new Watch();
        _board.TryAdd(Digest.Of([1]), 7, passed);
        _board.TryAdd(Digest.Of([2]), 8, open);

        _board.Publish(block);

        Assert.Equal(1, passed.Expired);
        Assert.Equal(0, open.Expired);
    }

    [Fact]
    public void Who_gave_up_hears_nothing_and_the_others_do()
    {
        var (block, id) = TestBlocks.WithOne(height: 5, ReceiptStatus.Ok);
        var gone = new Watch();
        var stays = new Watch();
        _board.TryAdd(id, 10, gone);
        _board.TryAdd(id, 10, stays);

        _board.Remove(id, gone);
        _board.Publish(block);

        Assert.Empty(gone.Final);
        Assert.Single(stays.Final);
    }

    [Fact]
    public void The_board_takes_no_more_than_its_bound()
    {
        var watch = new Watch();
        for (var i = 0; i < NodeLimits.FinalityWatchesMax; i++)
        {
            Assert.True(_board.TryAdd(Digest.Of(BitConverter.GetBytes(i)), null, watch));
        }

        Assert.False(_board.TryAdd(Digest.Of([9, 9, 9]), null, watch));
    }

    private sealed class Watch : IFinalityWatch
    {
        public List<ulong> Final { get; } = [];

        public int Expired { get; private set; }

        public void OnFinal(FinalReceipt receipt) => Final.Add(receipt.Height.Value);

        public void OnExpired() => Expired++;
    }
}
