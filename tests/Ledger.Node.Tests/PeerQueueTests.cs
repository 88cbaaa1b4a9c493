using Ledger.Node.Peers;

namespace Ledger.Node.Tests;

public sealed class PeerQueueTests
{
    [Fact]
    public async Task A_frame_holds_what_waits_in_order()
    {
        var queue = new PeerQueue();
        queue.Add(new byte[] { 1 });
        queue.Add(new byte[] { 2 });
        var frame = new List<ReadOnlyMemory<byte>>();

        await queue.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(queue.TakeFrame(frame));

        Assert.Equal([1, 2], frame.Select(m => m.Span[0]));
    }

    [Fact]
    public async Task A_frame_is_bounded_and_the_rest_is_signalled_again()
    {
        var queue = new PeerQueue();
        for (var i = 0; i < NodeLimits.PeerFrameMessagesMax + 1; i++)
        {
            queue.Add(new byte[1]);
        }

        var frame = new List<ReadOnlyMemory<byte>>();
        await queue.WaitAsync(TestContext.Current.CancellationToken);
        queue.TakeFrame(frame);
        Assert.Equal(NodeLimits.PeerFrameMessagesMax, frame.Count);

        frame.Clear();
        await queue.WaitAsync(TestContext.Current.CancellationToken);
        queue.TakeFrame(frame);
        Assert.Single(frame);
    }

    [Fact]
    public void A_peer_that_takes_nothing_loses_the_oldest_and_holds_no_more_than_the_bound()
    {
        var queue = new PeerQueue();
        for (var i = 0; i < NodeLimits.PeerQueueMessagesMax + 10; i++)
        {
            queue.Add(BitConverter.GetBytes(i));
        }

        var frame = new List<ReadOnlyMemory<byte>>();
        queue.TakeFrame(frame);

        Assert.Equal(10, queue.Dropped);
        Assert.Equal(10, BitConverter.ToInt32(frame[0].Span));
    }

    [Fact]
    public void Bytes_are_bounded_too()
    {
        var queue = new PeerQueue();
        var large = new byte[NodeLimits.PeerQueueBytesMax / 4];
        for (var i = 0; i < 6; i++)
        {
            queue.Add(large);
        }

        Assert.Equal(2, queue.Dropped);
    }

    [Fact]
    public async Task A_waiter_that_comes_first_is_woken()
    {
        var queue = new PeerQueue();
        var waiting = queue.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        queue.Add(new byte[1]);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
