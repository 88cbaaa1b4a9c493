using System.Buffers.Binary;

namespace Ledger.Storage.Integrity;

/// <summary>
/// Checks the parts of a table file that no read depends on, and whose damage RocksDB therefore ignores: footer, list
/// of meta blocks, Bloom filter, properties. Data and index blocks are checked by reading every entry.
/// </summary>
/// <remarks>
/// Footer, 53 bytes at the end: checksum type u8 (1: CRC-32C), place of the list of meta blocks and of the index (each
/// offset and size as base-128 numbers), zeros up to byte 41, format version u32, magic u64. A block: data, compression
/// type u8, masked CRC-32C u32 over both. The list of meta blocks is a block of entries (shared, unshared and value
/// size as base-128 numbers, key rest, value), then an array of u32 and its count u32; a value is an offset and a size.
/// </remarks>
internal static class TableFileCheck
{
    private const int FooterSize = 53;
    private const int TrailerSize = 5;
    private const uint FormatVersion = 5;
    private const ulong Magic = 0x88E241B785F4CFF7;

    /// <summary>Whether what it checks is as it was written.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsIntact(string file)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length < FooterSize)
        {
            return false;
        }

        Span<byte> footer = stackalloc byte[FooterSize];
        stream.Position = stream.Length - FooterSize;
        stream.ReadExactly(footer);
        var places = footer[1..41];
        if (footer[0] != 1 || BinaryPrimitives.ReadUInt32LittleEndian(footer[41..]) != FormatVersion ||
            BinaryPrimitives.ReadUInt64LittleEndian(footer[45..]) != Magic ||
            !TryReadPlace(ref places, out var list) || !TryReadPlace(ref places, out var index) ||
            places.ContainsAnyExcept((byte)0))
        {
            return false;
        }

        // The list is the last block: a gap before the footer would be bytes that nothing covers.
        return list.Offset + list.Size + TrailerSize == (ulong)(stream.Length - FooterSize) &&
            TryReadBlock(stream, index) != null &&
            TryReadBlock(stream, list) is { } entries && AreIntact(stream, entries);
    }

    private static bool AreIntact(FileStream stream, ReadOnlySpan<byte> entries)
    {
        if (entries.Length < 4)
        {
            return false;
        }

        var restarts = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(entries[^4..]);
        if (restarts * 4 > (ulong)entries.Length - 4)
        {
            return false;
        }

        entries = entries[..(entries.Length - 4 - (int)(restarts * 4))];
        while (!entries.IsEmpty)
        {
            if (!TryReadNumber(ref entries, out _) || !TryReadNumber(ref entries, out var keySize) ||
                !TryReadNumber(ref entries, out _) || keySize > (ulong)entries.Length)
            {
                return false;
            }

            entries = entries[(int)keySize..];
            if (!TryReadPlace(ref entries, out var place) || TryReadBlock(stream, place) == null)
            {
                return false;
            }
        }

        return true;
    }

    private static byte[]? TryReadBlock(FileStream stream, (ulong Offset, ulong Size) place)
    {
        var end = (ulong)stream.Length - FooterSize - TrailerSize;
        if (place.Offset > end || place.Size > end - place.Offset)
        {
            return null;
        }

        var block = new byte[(int)place.Size + TrailerSize];
        stream.Position = (long)place.Offset;
        stream.ReadExactly(block);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(block.Length - 4));
        return checksum == Checksum.Masked(block.AsSpan(0, block.Length - 4)) ? block[..^TrailerSize] : null;
    }

    private static bool TryReadPlace(scoped ref Span<byte> bytes, out (ulong Offset, ulong Size) place)
    {
        ReadOnlySpan<byte> rest = bytes;
        var read = TryReadPlace(ref rest, out place);
        bytes = bytes[(bytes.Length - rest.Length)..];
        return read;
    }

    private static bool TryReadPlace(ref ReadOnlySpan<byte> bytes, out (ulong Offset, ulong Size) place)
    {
        var read = TryReadNumber(ref bytes, out var offset) & TryReadNumber(ref bytes, out var size);
        place = (offset, size);
        return read;
    }

    /// <summary>A base-128 number: seven bits a byte, lowest first, the top bit set on all but the last.</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out ulong number)
    {
        number = 0;
        for (var i = 0; i < bytes.Length && i < 9; i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
