using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a deserialiser finds the bytes of one message. Valid only during the deserialiser's call.</summary>
public abstract class DeserializationContext
{
    /// <summary>The length of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The bytes as an array of the caller's own.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>The bytes where they lie; not to be kept.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
