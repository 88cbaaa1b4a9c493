namespace Grpc.Core;

public sealed partial class ServerServiceDefinition
{
    /// <summary>Collects the methods of a service. Not thread safe.</summary>
    public sealed class Builder
    {
        private readonly List<Action<ServiceBinderBase>> additions = [];
        private readonly HashSet<string> names = new(StringComparer.Ordinal);

        internal Builder()
        {
        }

        /// <summary>Adds a unary method.</summary>
        /// <exception cref="ArgumentException">The method is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method.FullName, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a client streaming method.</summary>
        /// <exception cref="ArgumentException">The method is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method.FullName, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a server streaming method.</summary>
        /// <exception cref="ArgumentException">The method is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method.FullName, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a duplex streaming method.</summary>
        /// <exception cref="ArgumentException">The method is there already.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method.FullName, binder => binder.AddMethod(method, handler));

        /// <summary>The definition of what was added so far.</summary>
        public ServerServiceDefinition Build() => new(additions.ToArray());

        private Builder Add(string fullName, Action<ServiceBinderBase> addition)
        {
            if (!names.Add(fullName))
                throw new ArgumentException($"{fullName} is defined twice.");
            additions.Add(addition);
            return this;
        }
    }
}
