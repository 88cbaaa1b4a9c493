using System.IO.Pipelines;
using Grpc.Core;
using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Grpc.Server;

/// <summary>Frames, headers and trailers of the response.</summary>
internal sealed partial class ServerCall
{
    /// <summary>Buffered responses leave at this many bytes even when more are announced.</summary>
    private const int BufferedBytesMax = 64 * 1024;

    private long unflushedBytes;

    /// <summary>
    /// Writes one message. With <paramref name="buffered"/> it may stay for the next flush. A flush that has room ends
    /// synchronously.
    /// </summary>
    /// <exception cref="RpcException">The call has ended, or the message is longer than the limit.</exception>
    public ValueTask WriteMessageAsync<T>(T message, Marshaller<T> marshaller, bool buffered, CancellationToken token)
        where T : class
    {
        ValueTask<FlushResult> flush;
        lock (gate)
        {
            ThrowIfEnded();
            WriteFrame(message, marshaller);
            if (buffered && unflushedBytes < BufferedBytesMax)
                return default;
            unflushedBytes = 0;
            flush = http.Response.BodyWriter.FlushAsync(token);
        }

        if (!flush.IsCompletedSuccessfully)
            return AwaitFlushAsync(flush);
        ThrowIfGone(flush.Result);
        return default;
    }

    /// <summary>Writes the only message of a response; it leaves with the trailers.</summary>
    public void WriteSingleMessage<T>(T message, Marshaller<T> marshaller)
        where T : class
    {
        lock (gate)
        {
            ThrowIfEnded();
            WriteFrame(message, marshaller);
        }
    }

    /// <summary>Ends the call with a status, unless the deadline has.</summary>
    public async Task EndAsync(Status status)
    {
        bool mine;
        lock (gate)
        {
            mine = !ended;
            ended = true;
        }

        deadlineTimer?.Dispose();
        if (mine)
        {
            // Headers and trailers apart say that the call was served; an error without a message fits one frame.
            if (status.StatusCode == StatusCode.OK)
                StartResponse();
            WriteStatus(status, responseTrailers);
            cancellation?.Dispose();
            return;
        }

        await deadlineEnd!.Task.ConfigureAwait(false);
        cancellation?.Dispose();
    }

    private async ValueTask AwaitFlushAsync(ValueTask<FlushResult> flush) =>
        ThrowIfGone(await flush.ConfigureAwait(false));

    private void ThrowIfGone(FlushResult flush)
    {
        if (flush.IsCompleted || flush.IsCanceled)
            throw new RpcException(InterruptedStatus);
    }

    private void ThrowIfEnded()
    {
        if (ended || http.RequestAborted.IsCancellationRequested)
            throw new RpcException(InterruptedStatus);
    }

    private void WriteFrame<T>(T message, Marshaller<T> marshaller)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        StartResponse();
        try
        {
            unflushedBytes += framer.Write(http.Response.BodyWriter, message, marshaller.ContextualSerializer);
        }
        catch (MessageTooLargeException tooLarge)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, tooLarge.Message));
        }
    }

    /// <summary>Fixes the response headers. Kestrel does so without waiting; they leave with the next flush.</summary>
    private void StartResponse()
    {
        if (http.Response.HasStarted)
            return;
        http.Response.ContentType = GrpcNames.ContentType;
        Task start = http.Response.StartAsync();
        if (!start.IsCompletedSuccessfully)
            start.GetAwaiter().GetResult();
    }

    private void WriteStatus(Status status, Metadata? trailers)
    {
        HttpResponse response = http.Response;
        IHeaderDictionary target;
        if (response.HasStarted)
        {
            target = http.Features.Get<IHttpResponseTrailersFeature>()!.Trailers;
        }
        else
        {
            response.ContentType = GrpcNames.ContentType;
            target = response.Headers;
            if (status.StatusCode == StatusCode.Unimplemented)
                target[GrpcNames.AcceptEncodingHeader] = GrpcNames.Identity;
        }

        target[GrpcNames.StatusHeader] = StatusMapping.ToText(status.StatusCode);
        if (status.Detail.Length > 0)
            target[GrpcNames.MessageHeader] = StatusText.Encode(status.Detail);
        if (trailers is not null)
            AppendMetadata(target, trailers);
    }
}
