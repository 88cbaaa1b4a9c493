namespace Grpc.Core;

/// <summary>Messages that arrive one after another. One reader at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message of the last <see cref="MoveNext"/> that gave true.</summary>
    T Current { get; }

    /// <summary>
    /// Waits for the next message; false at the end of the stream. Cancelling ends the whole call, as half a message
    /// cannot be put back.
    /// </summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
