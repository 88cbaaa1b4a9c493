namespace Grpc.Core;

/// <summary>A way to one server, shared by the calls to it. Thread safe.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to a target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        Target = target;
    }

    /// <summary>The server, as host:port.</summary>
    public string Target { get; }

    /// <summary>The invoker that sends calls through this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel and its calls.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <inheritdoc cref="ShutdownAsync"/>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
