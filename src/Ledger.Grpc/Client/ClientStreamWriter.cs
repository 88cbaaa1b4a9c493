using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>The requests of a call. One writer at a time; a second one is refused.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(
    ClientCall<TRequest, TResponse> call,
    OpenContent content,
    WriteOptions? writeOptions) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    /// <summary>Buffered requests leave at this many bytes even when more are announced.</summary>
    private const int BufferedBytesMax = 64 * 1024;

    private readonly PooledBuffer buffer = new();
    private readonly MessageFramer framer = new(call.Channel.Options.MaxSendMessageBytes);
    private int writing;
    private bool completed;

    public WriteOptions? WriteOptions { get; set; } = writeOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Enter();
        try
        {
            if (call.End is not null)
                throw call.Failure();
            framer.Write(buffer, message, call.Method.RequestMarshaller.ContextualSerializer);
            bool buffered = WriteOptions is { } options && (options.Flags & WriteFlags.BufferHint) != 0;
            if (!buffered || buffer.Length >= BufferedBytesMax)
                return FlushAsync(complete: false, cancellationToken);
        }
        catch (MessageTooLargeException tooLarge)
        {
            Exit();
            throw new RpcException(new Status(StatusCode.ResourceExhausted, tooLarge.Message));
        }
        catch
        {
            Exit();
            throw;
        }

        Exit();
        return Task.CompletedTask;
    }

    public Task CompleteAsync()
    {
        Enter();
        completed = true;
        return FlushAsync(complete: true, CancellationToken.None);
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref writing, 1) != 0)
            throw new InvalidOperationException("The write before has not ended: one writer at a time.");
        if (!completed)
            return;
        Exit();
        throw new InvalidOperationException("The request stream is complete.");
    }

    private void Exit() => Volatile.Write(ref writing, 0);

    private async Task FlushAsync(bool complete, CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static state => ((ClientCall)state!).Cancel(), call);
            if (buffer.Length > 0)
            {
                Stream stream = await content.Opened.ConfigureAwait(false);
                await stream.WriteAsync(buffer.Written, call.Token).ConfigureAwait(false);
                if (!complete)
                    await stream.FlushAsync(call.Token).ConfigureAwait(false);
                buffer.Clear();
            }

            if (complete)
            {
                buffer.Return();
                content.Close();
            }
        }
        catch (Exception exception)
        {
            await FailAsync(exception, complete).ConfigureAwait(false);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>
    /// A failed write says less than the server's status, which may be on its way: the headers are waited for, and
    /// only when they bring no end is the write's own failure reported; the reader then finds the status. Completing
    /// after the end is no failure.
    /// </summary>
    private async Task FailAsync(Exception exception, bool complete)
    {
        if (await call.Begin.ConfigureAwait(false) && call.End is null)
            throw new RpcException(ClientFailure.ToStatus(exception, call.Channel.Target));
        if (!complete)
            throw call.Failure();
    }
}
