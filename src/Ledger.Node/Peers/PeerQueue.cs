namespace Ledger.Node.Peers;

/// <summary>
/// Messages waiting for one peer. When it is full the oldest go: consensus repairs losses by itself, and a dead peer
/// must not hold our memory.
/// One reader, many writers.
/// </summary>
internal sealed class PeerQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _messages = new();
    private readonly SemaphoreSlim _available = new(0, 1);
    private long _bytes;

    /// <summary>Messages dropped since the start.</summary>
    public long Dropped { get; private set; }

    public void Add(ReadOnlyMemory<byte> message)
    {
        var wake = false;
        lock (_lock)
        {
            wake = _messages.Count == 0;
            _messages.Enqueue(message);
            _bytes += message.Length;
            while (_messages.Count > NodeLimits.PeerQueueMessagesMax || _bytes > NodeLimits.PeerQueueBytesMax)
            {
                _bytes -= _messages.Dequeue().Length;
                Dropped++;
            }
        }

        if (wake)
        {
            Signal();
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _available.WaitAsync(cancellation);

    /// <summary>Moves what fits one frame to the list, oldest first; false when nothing was there.</summary>
    public bool TakeFrame(List<ReadOnlyMemory<byte>> frame)
    {
        lock (_lock)
        {
            long bytes = 0;
            while (_messages.Count > 0 && frame.Count < NodeLimits.PeerFrameMessagesMax &&
                   (frame.Count == 0 || bytes + _messages.Peek().Length <= NodeLimits.PeerFrameBytesMax))
            {
                var message = _messages.Dequeue();
                bytes += message.Length;
                _bytes -= message.Length;
                frame.Add(message);
            }

            if (_messages.Count > 0)
            {
                Signal();
            }
        }

        return frame.Count > 0;
    }

    /// <summary>Forgets everything: after a reconnect, what is old is worth less than what consensus sends anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _bytes = 0;
        }
    }

    private void Signal()
    {
        lock (_available)
        {
            if (_available.CurrentCount == 0)
            {
                _available.Release();
            }
        }
    }
}
