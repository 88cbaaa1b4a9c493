using System.Buffers.Binary;
using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>Keys of <see cref="ColumnFamily.Staging"/>: a kind u8, then by kind.</summary>
internal static class StagingKeys
{
    /// <summary>Bytes of an entry's key.</summary>
    public const int EntrySize = 1 + Digest.Size;

    /// <summary>Bytes of a part's key.</summary>
    public const int PartSize = 1 + Digest.Size + 2;

    /// <summary>Bytes of a block's key.</summary>
    public const int BlockSize = 1 + RecordKeys.HeightSize;

    /// <summary>Path 32 and depth u16 (big-endian) of a part that is there, to nothing.</summary>
    public static ReadOnlySpan<byte> Parts => [1];

    /// <summary>Path 32 of a state entry to key (behind a length) and value.</summary>
    public static ReadOnlySpan<byte> Entries => [2];

    /// <summary>Height u64 (big-endian) to encoded block.</summary>
    public static ReadOnlySpan<byte> Blocks => [3];

    /// <summary>Writes the key of an entry.</summary>
    public static ReadOnlySpan<byte> WriteEntry(Span<byte> destination, in Digest path)
    {
        destination[0] = Entries[0];
        path.CopyTo(destination[1..]);
        return destination[..EntrySize];
    }

    /// <summary>Writes the key of a part. In this order a reader joins neighbours as early as it can.</summary>
    public static ReadOnlySpan<byte> WritePart(Span<byte> destination, StatePrefix prefix)
    {
        destination[0] = Parts[0];
        prefix.Path.CopyTo(destination[1..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(1 + Digest.Size)..], (ushort)prefix.Depth);
        return destination[..PartSize];
    }

    /// <summary>Reads the key of a part.</summary>
    public static StatePrefix ReadPart(ReadOnlySpan<byte> key)
    {
        if (key.Length == PartSize)
        {
            int depth = BinaryPrimitives.ReadUInt16BigEndian(key[(1 + Digest.Size)..]);
            if (depth <= StateTree.DepthMax)
            {
                return StatePrefix.Of(new Digest(key.Slice(1, Digest.Size)), depth);
            }
        }

        throw new StorageException(StorageFailure.Damaged, "The record of a restored part does not decode.");
    }

    /// <summary>Writes the key of a block.</summary>
    public static ReadOnlySpan<byte> WriteBlock(Span<byte> destination, ulong height)
    {
        destination[0] = Blocks[0];
        RecordKeys.WriteHeight(destination[1..], height);
        return destination[..BlockSize];
    }
}
