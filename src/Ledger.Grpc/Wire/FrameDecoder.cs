using System.Buffers;
using System.Buffers.Binary;

namespace Ledger.Grpc.Wire;

/// <summary>
/// Finds frames in bytes; where HTTP cut them means nothing.
/// <code>
/// offset  size  field
/// 0       1     flag: 0 plain, 1 compressed
/// 1       4     length n, big-endian
/// 5       n     message
/// </code>
/// </summary>
internal static class FrameDecoder
{
    public const int HeaderBytes = 5;

    /// <summary>
    /// Takes the first frame. False when more bytes are needed. The limit is judged by the header alone, so that an
    /// oversized message is never collected.
    /// </summary>
    public static bool TryDecode(
        in ReadOnlySequence<byte> buffer,
        int messageBytesMax,
        bool encodingNamed,
        out ReadOutcome outcome,
        out ReadOnlySequence<byte> payload)
    {
        payload = default;
        outcome = default;
        if (buffer.Length < HeaderBytes)
            return false;

        scoped ReadOnlySpan<byte> header = buffer.FirstSpan;
        if (header.Length < HeaderBytes)
        {
            Span<byte> copy = stackalloc byte[HeaderBytes];
            buffer.Slice(0, HeaderBytes).CopyTo(copy);
            header = copy;
        }

        byte flag = header[0];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (flag != 0)
        {
            outcome = flag != 1 ? ReadOutcome.FlagInvalid
                : encodingNamed ? ReadOutcome.EncodingUnknown
                : ReadOutcome.CompressedWithoutEncoding;
            return true;
        }

        if (length > (uint)messageBytesMax)
        {
            outcome = ReadOutcome.TooLarge;
            return true;
        }

        if (buffer.Length - HeaderBytes < length)
            return false;
        payload = buffer.Slice(HeaderBytes, length);
        outcome = ReadOutcome.Message;
        return true;
    }
}
