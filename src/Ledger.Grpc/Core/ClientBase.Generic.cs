namespace Grpc.Core;

/// <summary>The base of the generated client <typeparamref name="T"/>. Thread safe.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client without an invoker, for test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>A client over an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>A client over a configuration.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Makes a client of the same kind; generated code implements it.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
