using Ledger.Node.Execution;
using Ledger.Primitives;

namespace Ledger.Node.Tests;

public sealed class BlockFeedTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_height_that_is_there_is_not_waited_for()
    {
        var feed = new BlockFeed(new SequenceNumber(3));

        await feed.WaitForAsync(new SequenceNumber(3), TestContext.Current.CancellationToken).WaitAsync(
            Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_follower_waits_for_its_own_height()
    {
        var feed = new BlockFeed(new SequenceNumber(3));
        var waiting = feed.WaitForAsync(new SequenceNumber(5), TestContext.Current.CancellationToken);

        feed.Publish(new SequenceNumber(4));
        Assert.False(waiting.IsCompleted);
        feed.Publish(new SequenceNumber(5));

        await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_follower_can_give_up()
    {
        var feed = new BlockFeed(default);
        using var cancel = new CancellationTokenSource();
        var waiting = feed.WaitForAsync(new SequenceNumber(1), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
