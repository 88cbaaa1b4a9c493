using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>
/// Writes messages as frames into a buffer writer. A frame is advanced over only when it is whole, so a serialiser
/// that throws leaves the stream as it was. Reused from message to message; one user at a time.
/// </summary>
internal sealed class MessageFramer(int messageBytesMax) : SerializationContext, IBufferWriter<byte>
{
    private IBufferWriter<byte>? target;
    private Memory<byte> frame;
    private ArrayBufferWriter<byte>? unsized;
    private int payloadLength;
    private int written;
    private bool complete;

    /// <summary>Writes one message; gives the length of its frame in bytes.</summary>
    /// <exception cref="MessageTooLargeException">The message is longer than the limit.</exception>
    public int Write<T>(IBufferWriter<byte> output, T message, Action<T, SerializationContext> serializer)
    {
        target = output;
        payloadLength = -1;
        written = 0;
        complete = false;
        unsized = null;
        frame = default;
        try
        {
            serializer(message, this);
            if (!complete)
                throw new InvalidOperationException("The serialiser did not complete the message.");
            return FrameDecoder.HeaderBytes + written;
        }
        finally
        {
            target = null;
            frame = default;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        if (payloadLength > messageBytesMax)
            throw new MessageTooLargeException(payloadLength, messageBytesMax);
        this.payloadLength = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (payloadLength < 0)
            return unsized ??= new ArrayBufferWriter<byte>();
        Begin(payloadLength);
        return this;
    }

    public override void Complete()
    {
        if (unsized is { } buffer)
        {
            CompleteCore(buffer.WrittenSpan);
            return;
        }

        if (payloadLength < 0)
            throw new InvalidOperationException("The serialiser completed a message without a byte or a length.");
        if (written != payloadLength)
        {
            throw new InvalidOperationException(
                $"The serialiser promised {payloadLength} bytes and wrote {written}.");
        }

        if (frame.IsEmpty)
            Begin(payloadLength);
        Commit();
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        CompleteCore(payload);
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        if (count < 0 || count > payloadLength - written)
            throw new InvalidOperationException(
                $"The serialiser writes more than the {payloadLength} bytes it promised.");
        written += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Remaining(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Remaining(sizeHint).Span;

    private void CompleteCore(ReadOnlySpan<byte> payload)
    {
        SetPayloadLength(payload.Length);
        Begin(payload.Length);
        payload.CopyTo(frame.Span[FrameDecoder.HeaderBytes..]);
        written = payload.Length;
        Commit();
    }

    private void Begin(int length)
    {
        if (complete || target is null)
            throw new InvalidOperationException("The message is complete.");
        int frameBytes = length + FrameDecoder.HeaderBytes;
        frame = target.GetMemory(frameBytes)[..frameBytes];
        frame.Span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame.Span[1..], length);
    }

    private void Commit()
    {
        target!.Advance(frame.Length);
        complete = true;
    }

    private Memory<byte> Remaining(int sizeHint)
    {
        Memory<byte> remaining = frame[(FrameDecoder.HeaderBytes + written)..];
        if (remaining.Length < Math.Max(sizeHint, 1))
            throw new InvalidOperationException(
                $"The serialiser writes more than the {payloadLength} bytes it promised.");
        return remaining;
    }
}
