using System.Net;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>
/// A body of one frame. The handler may send it again on another connection, so it stays until the call ends.
/// </summary>
internal sealed class MessageContent(PooledBuffer frame) : RequestContent
{
    private const int Idle = 0;
    private const int Sending = 1;
    private const int Stopped = 2;

    private int state;

    /// <summary>The array returns to the pool only when nobody is reading it; else the collector takes it.</summary>
    public override void Stop()
    {
        if (Interlocked.Exchange(ref state, Stopped) == Idle)
            frame.Return();
    }

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref state, Sending, Idle) != Idle)
            throw new HttpRequestException("The call has ended.");
        await stream.WriteAsync(frame.Written, cancellationToken).ConfigureAwait(false);
        Interlocked.CompareExchange(ref state, Idle, Sending);
    }
}
