using Grpc.Core;

namespace Ledger.Grpc.Server;

/// <summary>
/// The responses of a call as its handler writes them. One writer at a time; a second one is refused.
/// </summary>
internal sealed class ServerStreamWriter<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private int writing;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref writing, 1) != 0)
            throw new InvalidOperationException("The write before has not ended: one writer at a time.");
        ValueTask write;
        try
        {
            bool buffered = WriteOptions is { } options && (options.Flags & WriteFlags.BufferHint) != 0;
            write = call.WriteMessageAsync(message, marshaller, buffered, cancellationToken);
        }
        catch
        {
            Volatile.Write(ref writing, 0);
            throw;
        }

        if (!write.IsCompletedSuccessfully)
            return FinishAsync(write);
        Volatile.Write(ref writing, 0);
        return Task.CompletedTask;
    }

    private async Task FinishAsync(ValueTask write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref writing, 0);
        }
    }
}
