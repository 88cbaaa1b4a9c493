using Ledger.Primitives;

namespace Ledger.Node.Execution;

/// <summary>Tells streams that follow the chain when a higher block is stored; they read it from the store. Thread safe.</summary>
internal sealed class BlockFeed
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SequenceNumber _height;

    public BlockFeed(SequenceNumber height)
    {
        _height = height;
    }

    /// <summary>Height of the newest stored block.</summary>
    public SequenceNumber Height
    {
        get
        {
            lock (_lock)
            {
                return _height;
            }
        }
    }

    public void Publish(SequenceNumber height)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            _height = height;
            waiting = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    /// <summary>Completes when the block at <paramref name="height"/> is stored.</summary>
    public async Task WaitForAsync(SequenceNumber height, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_height >= height)
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
