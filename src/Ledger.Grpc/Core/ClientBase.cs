namespace Grpc.Core;

/// <summary>What all generated clients have in common. Thread safe.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration? configuration;

    /// <summary>A client without an invoker, for test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>A client over an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker))
    {
    }

    /// <summary>A client over a configuration.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        this.configuration = configuration;
    }

    /// <summary>The invoker behind the client.</summary>
    /// <exception cref="InvalidOperationException">The client was made without one.</exception>
    protected CallInvoker CallInvoker => Configuration.CallInvoker;

    private protected ClientBaseConfiguration Configuration =>
        configuration ?? throw new InvalidOperationException("The client was made without a call invoker.");

    /// <summary>What a client needs to make another of its kind.</summary>
    protected internal sealed class ClientBaseConfiguration
    {
        internal ClientBaseConfiguration(CallInvoker callInvoker)
        {
            ArgumentNullException.ThrowIfNull(callInvoker);
            CallInvoker = callInvoker;
        }

        internal CallInvoker CallInvoker { get; }
    }
}
