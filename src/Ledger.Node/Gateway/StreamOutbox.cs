using System.Collections.Concurrent;
using System.Threading.Channels;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

/// <summary>
/// Answers waiting to be written to one stream. At most <see cref="NodeLimits.StreamInFlightMax"/> transactions are in flight, each has one
/// answer, so the outbox never holds more than that and nobody who fills it has to wait.
/// </summary>
internal sealed class StreamOutbox : IDisposable
{
    private readonly SemaphoreSlim _slots = new(NodeLimits.StreamInFlightMax);
    private readonly ConcurrentDictionary<StreamSubmission, byte> _open = new();
    private readonly Channel<SubmitResponse> _answers =
        Channel.CreateBounded<SubmitResponse>(NodeLimits.StreamInFlightMax + 1);

    public ChannelReader<SubmitResponse> Answers => _answers.Reader;

    /// <summary>Those not answered yet, for cleaning up when the stream breaks.</summary>
    public ICollection<StreamSubmission> Open => _open.Keys;

    /// <summary>Waits for a place in flight.</summary>
    public async ValueTask<StreamSubmission> BeginAsync(Digest id, ulong tag, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        var submission = new StreamSubmission(this, id, tag);
        _open.TryAdd(submission, 0);
        return submission;
    }

    /// <summary>Puts an answer in the outbox; its place in flight is free once it is written.</summary>
    public void Finish(StreamSubmission submission, SubmitResponse response)
    {
        _open.TryRemove(submission, out _);
        _answers.Writer.TryWrite(response);
    }

    /// <summary>An answer has been written.</summary>
    public void Written() => _slots.Release();

    /// <summary>No more will begin; completes the answers once every open one is answered.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < NodeLimits.StreamInFlightMax; i++)
        {
            await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        }

        _answers.Writer.TryComplete();
    }

    public void Dispose()
    {
        _answers.Writer.TryComplete();
        _slots.Dispose();
    }
}
