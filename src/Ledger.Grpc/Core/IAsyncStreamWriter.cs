namespace Grpc.Core;

/// <summary>Takes messages one after another. One writer at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the next writes; null means <see cref="WriteOptions.Default"/>.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message. The task ends when the transport has room for more.</summary>
    /// <exception cref="InvalidOperationException">The write before has not ended.</exception>
    /// <exception cref="RpcException">The call has ended.</exception>
    Task WriteAsync(T message);

    /// <summary>Writes a message; cancelling ends the call.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken);
}
