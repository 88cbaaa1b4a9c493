using System.Buffers.Binary;
using System.Numerics;
using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <content>
/// On disk: occupied directions u16, directions with a leaf u16 (both little-endian, direction 0 the lowest bit), then
/// by ascending direction either the leaf's path and value hash (32 each) or the subtree's hash (32).
/// </content>
internal sealed partial class TreeNode
{
    /// <summary>Bytes of the longest record.</summary>
    public const int SizeMax = 4 + (Width * 2 * Digest.Size);

    [ThreadStatic]
    private static NodeBuilder? _decoder;

    /// <summary>Writes the record.</summary>
    /// <param name="destination">At least <see cref="SizeMax"/> bytes.</param>
    /// <returns>The written part.</returns>
    public ReadOnlySpan<byte> Encode(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, _occupied);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], _leafMask);
        var size = 4;
        var slot = InnerCount;
        var leaf = slot + SlotCount;
        for (int rest = _occupied; rest != 0; rest &= rest - 1, slot++)
        {
            if ((_leafMask & rest & -rest) != 0)
            {
                _digests[leaf++].CopyTo(destination[size..]);
                _digests[leaf++].CopyTo(destination[(size + Digest.Size)..]);
                size += 2 * Digest.Size;
            }
            else
            {
                _digests[slot].CopyTo(destination[size..]);
                size += Digest.Size;
            }
        }

        return destination[..size];
    }

    /// <summary>Reads a record and computes its hashes.</summary>
    /// <returns>Null when the bytes are not exactly one record.</returns>
    public static TreeNode? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            return null;
        }

        int occupied = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        int leafMask = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var leafCount = BitOperations.PopCount((uint)leafMask);
        var size = 4 + (Digest.Size * (BitOperations.PopCount((uint)occupied) + leafCount));
        if ((leafMask & ~occupied) != 0 || bytes.Length != size)
        {
            return null;
        }

        var builder = _decoder ??= new NodeBuilder();
        builder.Start(Empty);
        var position = 4;
        for (var rest = occupied; rest != 0; rest &= rest - 1)
        {
            var direction = BitOperations.TrailingZeroCount(rest);
            var first = new Digest(bytes.Slice(position, Digest.Size));
            position += Digest.Size;
            if ((leafMask & (1 << direction)) != 0)
            {
                var valueHash = new Digest(bytes.Slice(position, Digest.Size));
                position += Digest.Size;
                builder.Set(direction, TreeSlot.OfLeaf(new TreeLeaf(first, valueHash)));
            }
            else if (first == Digest.Zero)
            {
                return null;
            }
            else
            {
                builder.Set(direction, TreeSlot.OfInner(first));
            }
        }

        return builder.Build();
    }
}
