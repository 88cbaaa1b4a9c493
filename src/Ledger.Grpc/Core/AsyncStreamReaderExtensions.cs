using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Shorter ways to read a stream.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message without a token of its own.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader) =>
        streamReader.MoveNext(CancellationToken.None);

    /// <summary>All messages to the end of the stream, for <c>await foreach</c>.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await streamReader.MoveNext(cancellationToken).ConfigureAwait(false))
            yield return streamReader.Current;
    }
}
