namespace Grpc.Core;

/// <summary>The functions that the four call types share, bound to the call by a state object: no closures.</summary>
internal readonly struct AsyncCallState(
    Func<object, Task<Metadata>> responseHeadersAsync,
    Func<object, Status> getStatus,
    Func<object, Metadata> getTrailers,
    Action<object> dispose,
    object state)
{
    public Task<Metadata> ResponseHeadersAsync() => responseHeadersAsync(state);

    public Status GetStatus() => getStatus(state);

    public Metadata GetTrailers() => getTrailers(state);

    public void Dispose() => dispose(state);
}
