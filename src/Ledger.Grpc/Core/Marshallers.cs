namespace Grpc.Core;

/// <summary>Makes marshallers.</summary>
public static class Marshallers
{
    /// <summary>A marshaller over contexts: the path that copies nothing.</summary>
    public static Marshaller<T> Create<T>(
        Action<T, SerializationContext> serializer,
        Func<DeserializationContext, T> deserializer) => new(serializer, deserializer);

    /// <summary>A marshaller over whole arrays: simple, one copy each way.</summary>
    public static Marshaller<T> Create<T>(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        return new(
            (message, context) => context.Complete(serializer(message)),
            context => deserializer(context.PayloadAsNewBuffer()));
    }
}
