using System.Buffers.Binary;
using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>
/// Byte layouts of keys and of the small fixed records. Integers in keys are big-endian, so that they sort by value.
/// </summary>
internal static class RecordKeys
{
    /// <summary>Written by this version; a directory with another one is refused.</summary>
    public const byte FormatVersion = 3;

    /// <summary>Bytes of a height as a key.</summary>
    public const int HeightSize = 8;

    /// <summary>Before each state value: height u64, index u32.</summary>
    public const int VersionSize = 12;

    /// <summary>Of a history key: key length u16, key, height u64, index u32.</summary>
    public const int HistoryKeySizeMax = 2 + IStateView.KeySizeMax + VersionSize;

    /// <summary>Of a key of <see cref="ColumnFamily.Undo"/>: height u64, part u8.</summary>
    public const int UndoSize = HeightSize + 1;

    /// <summary>Of the head record: height u64, header hash 32, state root 32.</summary>
    public const int HeadSize = 8 + (2 * Digest.Size);

    /// <summary>Format version u8 and chain id 32.</summary>
    public static ReadOnlySpan<byte> Identity => "identity"u8;

    /// <summary>The head record.</summary>
    public static ReadOnlySpan<byte> Head => "head"u8;

    /// <summary>Incarnation u64; absent: 0.</summary>
    public static ReadOnlySpan<byte> Incarnation => "incarnation"u8;

    /// <summary>Height u64 of the lowest block that is kept; absent: 1.</summary>
    public static ReadOnlySpan<byte> LowestBlock => "lowest"u8;

    /// <summary>
    /// Height u64 of the lowest block whose payload may still be there while blocks are pruned; absent otherwise.
    /// </summary>
    public static ReadOnlySpan<byte> Pruning => "pruning"u8;

    /// <summary>Height u64 from which on the history of keys is whole; absent: 0.</summary>
    public static ReadOnlySpan<byte> LowestHistory => "lowest history"u8;

    /// <summary>Height u64 of the snapshot that the ledger began with; absent: it began with genesis.</summary>
    public static ReadOnlySpan<byte> SnapshotHeight => "snapshot"u8;

    /// <summary>Nothing; there while history is pruned.</summary>
    public static ReadOnlySpan<byte> HistoryPruning => "history pruning"u8;

    /// <summary>
    /// Before a prefix of keys: height u64 from which on their history is whole; absent: <see cref="LowestHistory"/>.
    /// </summary>
    public static ReadOnlySpan<byte> LowestOfPrefix => "prefix lowest history "u8;

    /// <summary>Before a prefix of keys: nothing; there while their history is pruned.</summary>
    public static ReadOnlySpan<byte> PruningOfPrefix => "prefix history pruning "u8;

    /// <summary>Root of the genesis state; absent: zero.</summary>
    public static ReadOnlySpan<byte> GenesisRoot => "genesis root"u8;

    /// <summary>Height u64 of the lowest state to which the tree can be taken back; absent: 0.</summary>
    public static ReadOnlySpan<byte> LowestUndo => "lowest state"u8;

    /// <summary>Height u64 of the head; there in a backup, which no node may use as its own.</summary>
    public static ReadOnlySpan<byte> Backup => "backup"u8;

    /// <summary>A <see cref="RestoreMarker"/>; absent unless a snapshot is being fetched or installed.</summary>
    public static ReadOnlySpan<byte> Restore => "restore"u8;

    /// <summary>Above every key of every family.</summary>
    public static ReadOnlySpan<byte> AboveAll => AboveAllBytes;

    private static readonly byte[] AboveAllBytes = CreateAboveAll();

    /// <summary>Writes a height as a key.</summary>
    public static ReadOnlySpan<byte> WriteHeight(Span<byte> destination, ulong height)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, height);
        return destination[..HeightSize];
    }

    /// <summary>Writes height and index.</summary>
    public static ReadOnlySpan<byte> WriteVersion(Span<byte> destination, ulong height, int index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, height);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], (uint)index);
        return destination[..VersionSize];
    }

    /// <summary>Reads height and index.</summary>
    public static (SequenceNumber Height, int Index) ReadVersion(ReadOnlySpan<byte> bytes) =>
        (new SequenceNumber(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
            (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));

    /// <summary>
    /// Writes what all history entries of a key begin with; the length keeps one key's entries apart from a longer
    /// key's.
    /// </summary>
    public static ReadOnlySpan<byte> WriteHistoryPrefix(Span<byte> destination, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)key.Length);
        key.CopyTo(destination[2..]);
        return destination[..(2 + key.Length)];
    }

    /// <summary>A record about the keys with a prefix.</summary>
    public static byte[] OfPrefix(ReadOnlySpan<byte> record, ReadOnlySpan<byte> prefix) => [.. record, .. prefix];

    /// <summary>Writes what all history entries of the keys of one size with a prefix begin with.</summary>
    public static void WriteHistoryRange(Span<byte> destination, int keySize, ReadOnlySpan<byte> prefix)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)keySize);
        prefix.CopyTo(destination[2..]);
    }

    /// <summary>Writes a history key.</summary>
    public static ReadOnlySpan<byte> WriteHistory(
        Span<byte> destination, ReadOnlySpan<byte> key, ulong height, int index)
    {
        var prefix = WriteHistoryPrefix(destination, key).Length;
        WriteVersion(destination[prefix..], height, index);
        return destination[..(prefix + VersionSize)];
    }

    /// <summary>Writes the key of what leads back from a block, in one part of the tree.</summary>
    public static ReadOnlySpan<byte> WriteUndo(Span<byte> destination, ulong height, int part)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, height);
        destination[HeightSize] = (byte)part;
        return destination[..UndoSize];
    }

    /// <summary>Key of a direction of the root in <see cref="ColumnFamily.Tree"/>: depth 0, direction.</summary>
    public static byte[] TreeSlot(int direction) => [0, (byte)direction];

    private static byte[] CreateAboveAll()
    {
        var key = new byte[HistoryKeySizeMax + 1];
        Array.Fill(key, (byte)0xFF);
        return key;
    }

    /// <summary>Writes the head record.</summary>
    public static ReadOnlySpan<byte> WriteHead(
        Span<byte> destination, ulong height, Digest headerHash, Digest stateRoot)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, height);
        headerHash.CopyTo(destination[8..]);
        stateRoot.CopyTo(destination[(8 + Digest.Size)..]);
        return destination[..HeadSize];
    }
}
