using Grpc.Core;

namespace Ledger.Node.Tests.Gateway;

/// <summary>Keeps what a handler writes.</summary>
internal sealed class CollectingStream<T> : IServerStreamWriter<T>
{
    public List<T> Messages { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Called before each message is taken.</summary>
    public Action? BeforeWrite { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, default);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        BeforeWrite?.Invoke();
        Messages.Add(message);
        return Task.CompletedTask;
    }
}
