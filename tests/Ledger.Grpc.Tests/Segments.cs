using System.Buffers;

namespace Ledger.Grpc.Tests;

/// <summary>Sequences of given segments.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(byte[] bytes, long start)
    {
        Memory = bytes;
        RunningIndex = start;
    }

    public static ReadOnlySequence<byte> Of(params byte[][] parts)
    {
        Segments first = new(parts[0], 0);
        Segments last = first;
        foreach (byte[] part in parts.Skip(1))
        {
            Segments next = new(part, last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new(first, 0, last, last.Memory.Length);
    }
}
