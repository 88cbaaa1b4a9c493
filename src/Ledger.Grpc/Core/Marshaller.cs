namespace Grpc.Core;

/// <summary>How one type of message becomes bytes and back. Thread safe as far as its two functions are.</summary>
public sealed class Marshaller<T>
{
    /// <summary>A marshaller of two functions over contexts.</summary>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        ContextualSerializer = serializer;
        ContextualDeserializer = deserializer;
    }

    /// <summary>Writes a message into a context.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Reads a message from a context; throws when the bytes are not one.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }
}
