namespace Grpc.Core;

/// <summary>The requests of a streaming call, as its caller writes them.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more requests come; sends what was buffered.</summary>
    Task CompleteAsync();
}
