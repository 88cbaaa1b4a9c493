using System.Buffers;
using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>Shows a deserialiser one message where the transport left it. Reused from message to message.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    private ReadOnlySequence<byte> payload;

    public override int PayloadLength => checked((int)payload.Length);

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;

    public void Set(in ReadOnlySequence<byte> next) => payload = next;

    public void Clear() => payload = default;
}
