using System.Buffers.Binary;
using System.Numerics;
using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// What leads from the nodes after a block back to those before: of each changed node only the directions that changed,
/// some 50 bytes instead of the whole node's 500.
/// </summary>
/// <remarks>
/// A row of entries: depth u8; nibbles of the place, two a byte; changed directions u16; those of them that were
/// occupied u16; those of these with a leaf u16; then by ascending direction path and value hash of a leaf, or the
/// hash of a subtree.
/// </remarks>
internal static class UndoRecord
{
    /// <summary>Bytes of the longest entry.</summary>
    public const int EntrySizeMax = NodeKey.SizeMax + 6 + (TreeNode.Width * 2 * Digest.Size);

    /// <summary>Writes the way back to a node.</summary>
    /// <param name="destination">At least <see cref="EntrySizeMax"/> bytes.</param>
    /// <param name="key">Its place.</param>
    /// <param name="before">The node before; empty when there was none.</param>
    /// <param name="after">The node after; empty when there is none.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, in NodeKey key, TreeNode before, TreeNode after)
    {
        var changed = 0;
        for (var rest = before.Occupied | after.Occupied; rest != 0; rest &= rest - 1)
        {
            var bit = rest & -rest;
            var place = TreeNode.Width + BitOperations.TrailingZeroCount(rest);
            if (((before.LeafMask ^ after.LeafMask) & bit) != 0 || before.HashAt(place) != after.HashAt(place))
            {
                changed |= bit;
            }
        }

        var size = key.Write(destination).Length;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[size..], (ushort)changed);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(size + 2)..], (ushort)(changed & before.Occupied));
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(size + 4)..], (ushort)(changed & before.LeafMask));
        size += 6;
        for (var rest = changed & before.Occupied; rest != 0; rest &= rest - 1)
        {
            var place = TreeNode.Width + BitOperations.TrailingZeroCount(rest);
            if ((before.LeafMask & rest & -rest) != 0)
            {
                var leaf = before.LeafAt(place);
                leaf.Path.CopyTo(destination[size..]);
                leaf.ValueHash.CopyTo(destination[(size + Digest.Size)..]);
                size += 2 * Digest.Size;
            }
            else
            {
                before.HashAt(place).CopyTo(destination[size..]);
                size += Digest.Size;
            }
        }

        return size;
    }

    /// <summary>Takes the nodes on one path back by a block.</summary>
    /// <param name="record">The record of the path's branch, or of the root.</param>
    /// <param name="path">The path.</param>
    /// <param name="nodeAt">The node of the path at a depth, to be changed.</param>
    /// <returns>False when the record does not decode.</returns>
    public static bool TryApply(ReadOnlySpan<byte> record, in Digest path, Func<int, NodeBuilder> nodeAt)
    {
        Span<byte> place = stackalloc byte[NodeKey.SizeMax];
        while (!record.IsEmpty)
        {
            int depth = record[0];
            var keySize = 1 + ((depth + 1) / 2);
            if (depth >= NodeKey.DepthMax || record.Length < keySize + 6)
            {
                return false;
            }

            var isOnPath = record[..keySize].SequenceEqual(NodeKey.Of(path, depth).Write(place));
            int changed = BinaryPrimitives.ReadUInt16LittleEndian(record[keySize..]);
            int occupied = BinaryPrimitives.ReadUInt16LittleEndian(record[(keySize + 2)..]);
            int leaves = BinaryPrimitives.ReadUInt16LittleEndian(record[(keySize + 4)..]);
            record = record[(keySize + 6)..];
            var size = Digest.Size * (BitOperations.PopCount((uint)occupied) + BitOperations.PopCount((uint)leaves));
            if ((occupied & ~changed) != 0 || (leaves & ~occupied) != 0 || record.Length < size)
            {
                return false;
            }

            if (isOnPath)
            {
                Apply(record, changed, occupied, leaves, nodeAt(depth));
            }

            record = record[size..];
        }

        return true;
    }

    private static void Apply(ReadOnlySpan<byte> slots, int changed, int occupied, int leaves, NodeBuilder node)
    {
        for (var rest = changed; rest != 0; rest &= rest - 1)
        {
            var bit = rest & -rest;
            var slot = default(TreeSlot);
            if ((occupied & bit) != 0)
            {
                var first = new Digest(slots[..Digest.Size]);
                slots = slots[Digest.Size..];
                if ((leaves & bit) != 0)
                {
                    slot = TreeSlot.OfLeaf(new TreeLeaf(first, new Digest(slots[..Digest.Size])));
                    slots = slots[Digest.Size..];
                }
                else
                {
                    slot = TreeSlot.OfInner(first);
                }
            }

            node.Set(BitOperations.TrailingZeroCount(rest), slot);
        }
    }
}
