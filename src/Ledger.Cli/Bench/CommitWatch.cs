using System.Diagnostics;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Bench;

/// <summary>
/// Follows the block feed of one node and notes when each block arrived: a block is in the feed once the node has stored
/// it with its certificate. Thread safe.
/// </summary>
internal sealed class CommitWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _commits = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Task _following;
    private TaskCompletionSource _next = NewSignal();

    private CommitWatch(LedgerClient client, SequenceNumber from)
    {
        _following = Task.Run(() => FollowAsync(client, from));
    }

    /// <summary>The time on this watch's clock.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Commits seen so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _commits.Count;
            }
        }
    }

    /// <summary>Begins to follow.</summary>
    /// <param name="client">A client of the node; it must outlive the watch.</param>
    /// <param name="from">The first block of interest.</param>
    public static CommitWatch Start(LedgerClient client, SequenceNumber from) => new(client, from);

    /// <summary>The longest time without a commit since a moment; see <see cref="CommitGap.Longest"/>.</summary>
    public TimeSpan? LongestGap(TimeSpan from)
    {
        lock (_lock)
        {
            return CommitGap.Longest(_commits, from);
        }
    }

    /// <summary>Waits until so many commits were seen since the start.</summary>
    /// <exception cref="CommandException">They do not come in time.</exception>
    /// <exception cref="LedgerException">The feed failed.</exception>
    public async Task WaitForAsync(int count, TimeSpan bound, CancellationToken cancellation)
    {
        var limit = Now + bound;
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_commits.Count >= count)
                {
                    return;
                }

                next = _next.Task;
            }

            try
            {
                var left = limit - Now;
                await next.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw CommandException.Failed($"{Count} commits were seen within {bound.TotalSeconds:0} s, not {count}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task FollowAsync(LedgerClient client, SequenceNumber from)
    {
        try
        {
            await foreach (var _ in client.BlocksAsync(from, cancellation: _stop.Token).ConfigureAwait(false))
            {
                Note();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (LedgerException e)
        {
            // The signal stays failed, so whoever waits now or later hears of it.
            lock (_lock)
            {
                _next.TrySetException(e);
            }
        }
    }

    private void Note()
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            _commits.Add(Now);
            signal = _next;
            _next = NewSignal();
        }

        signal.TrySetResult();
    }
}
