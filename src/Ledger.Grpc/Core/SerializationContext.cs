using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serialiser puts one message: as one array, or through a buffer writer after its length.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with all its bytes.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>The writer for the message's bytes. Valid until <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Tells the exact length in bytes before the writer is asked for, which saves a copy.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that went through the writer.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}
