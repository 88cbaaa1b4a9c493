namespace Grpc.Core;

/// <summary>The methods of one service with their handlers, ready to be served. Immutable.</summary>
public sealed partial class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> additions;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> additions)
    {
        this.additions = additions;
    }

    /// <summary>Starts a definition.</summary>
    public static Builder CreateBuilder() => new();

    /// <summary>Hands every method to a binder, in the order of the definition.</summary>
    internal void BindService(ServiceBinderBase serviceBinder)
    {
        foreach (Action<ServiceBinderBase> addition in additions)
            addition(serviceBinder);
    }
}
