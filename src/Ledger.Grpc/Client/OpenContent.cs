using System.Net;

namespace Ledger.Grpc.Client;

/// <summary>A body that stays open: the stream is handed to the writer, and ends when the writer says so.</summary>
internal sealed class OpenContent : RequestContent
{
    private static readonly byte[] Probe = new byte[1];

    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the request is under way; cancelled when the call ends before.</summary>
    public Task<Stream> Opened => opened.Task;

    /// <summary>The writer has no more to send.</summary>
    public void Close() => closed.TrySetResult();

    public override void Stop()
    {
        opened.TrySetCanceled();
        closed.TrySetCanceled();
    }

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        // Headers must leave before the first message: the server may speak first.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!opened.TrySetResult(stream))
            throw new HttpRequestException("A stream of messages cannot be sent twice.");
        try
        {
            await closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!closed.Task.IsCanceled)
        {
            // The transport has given up the body. It tells why (the code of a reset) only to one who tries to write;
            // nothing is sent by that.
            await stream.WriteAsync(Probe, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
