namespace Grpc.Core;

/// <summary>The responses of a streaming call, as its handler writes them.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
