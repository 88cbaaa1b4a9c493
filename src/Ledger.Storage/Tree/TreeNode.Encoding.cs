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

    /// <summary>Writes the record.</summary>
    /// <param name="destination">At least <see cref="SizeMax"/> bytes.</param>
    /// <returns>The written part.</returns>
    public ReadOnlySpan<byte> Encode(Span<byte> destination)
    {
        Check(_dirty == 0, "a node that is being built was written");
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)_occupied);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], (ushort)_leafMask);
        var size = 4;
        var leaf = 0;
        for (var rest = _occupied; rest != 0; rest &= rest - 1)
        {
            var direction = BitOperations.TrailingZeroCount(rest);
            if ((_leafMask & (1 << direction)) != 0)
            {
                _leaves[leaf].Path.CopyTo(destination[size..]);
                _leaves[leaf].ValueHash.CopyTo(destination[(size + Digest.Size)..]);
                leaf++;
                size += 2 * Digest.Size;
            }
            else
            {
                _hashes[Width + direction].CopyTo(destination[size..]);
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

        var node = new TreeNode { _occupied = occupied, _leafMask = leafMask, _dirty = occupied };
        node._leaves = leafCount == 0 ? [] : new TreeLeaf[leafCount];
        var position = 4;
        var leaf = 0;
        for (var rest = occupied; rest != 0; rest &= rest - 1)
        {
            var direction = BitOperations.TrailingZeroCount(rest);
            var first = new Digest(bytes.Slice(position, Digest.Size));
            position += Digest.Size;
            if ((leafMask & (1 << direction)) != 0)
            {
                var valueHash = new Digest(bytes.Slice(position, Digest.Size));
                position += Digest.Size;
                node._leaves[leaf++] = new TreeLeaf(first, valueHash);
                first = StateTree.LeafHash(first, valueHash);
            }

            node._hashes[Width + direction] = first;
        }

        node.Seal();
        return node;
    }
}
