using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Storage.Integrity;

/// <summary>
/// RocksDB's checksum: CRC-32C (RFC 3720 §12.1), then rotated and offset so that a checksum of checksums stays useful.
/// </summary>
internal static class Checksum
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The masked checksum of the bytes.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + MaskDelta);
    }
}
