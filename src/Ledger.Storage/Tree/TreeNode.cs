using System.Numerics;
using System.Runtime.CompilerServices;
using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// Four levels of the binary state tree in one record: 16 directions and the 15 hashes above them. A node other than
/// the root has at least two keys below it; a direction with one key holds that key's leaf. Changed only while being
/// built (<see cref="Set"/>, then
/// <see cref="Seal"/>), immutable and safe to share afterwards.
/// </summary>
internal sealed partial class TreeNode
{
    /// <summary>Directions.</summary>
    public const int Width = 16;

    /// <summary>The root of a tree without keys.</summary>
    public static readonly TreeNode Empty = new();

    // Heap order: 1 is the top, the children of i are 2i and 2i+1, 16 to 31 are the directions.
    private Hashes _hashes;
    private TreeLeaf[] _leaves = [];
    private int _occupied;
    private int _leafMask;
    private int _dirty;

    /// <summary>Hash of the subtree.</summary>
    public Digest Hash => _hashes[1];

    /// <summary>Whether no key stands below.</summary>
    public bool IsEmpty => _occupied == 0;

    /// <summary>Whether exactly one key stands below.</summary>
    public bool IsSingleLeaf => IsLeafAt(1);

    /// <summary>A copy to change.</summary>
    public TreeNode Clone()
    {
        Check(_dirty == 0, "a node that is being built was copied");
        return new TreeNode { _hashes = _hashes, _leaves = _leaves, _occupied = _occupied, _leafMask = _leafMask };
    }

    /// <summary>What stands in a direction.</summary>
    public TreeSlot Slot(int direction)
    {
        var bit = 1 << direction;
        ref readonly var hash = ref _hashes[Width + direction];
        return (_leafMask & bit) != 0 ? TreeSlot.OfLeaf(_leaves[LeafIndex(bit)], hash) : TreeSlot.OfInner(hash);
    }

    /// <summary>The only leaf of a node for which <see cref="IsSingleLeaf"/> holds.</summary>
    public TreeSlot SingleLeaf() => Slot(BitOperations.TrailingZeroCount(_occupied));

    /// <summary>Changes a direction; hashes above it are stale until <see cref="Seal"/>.</summary>
    public void Set(int direction, in TreeSlot slot)
    {
        var bit = 1 << direction;
        var index = LeafIndex(bit);
        var hadLeaf = (_leafMask & bit) != 0;
        if (slot.IsLeaf)
        {
            _leaves = hadLeaf
                ? [.. _leaves.AsSpan(0, index), slot.Leaf, .. _leaves.AsSpan(index + 1)]
                : [.. _leaves.AsSpan(0, index), slot.Leaf, .. _leaves.AsSpan(index)];
        }
        else if (hadLeaf)
        {
            _leaves = [.. _leaves.AsSpan(0, index), .. _leaves.AsSpan(index + 1)];
        }

        _hashes[Width + direction] = slot.Hash;
        _leafMask = slot.IsLeaf ? _leafMask | bit : _leafMask & ~bit;
        _occupied = slot.IsEmpty ? _occupied & ~bit : _occupied | bit;
        _dirty |= bit;
    }

    /// <summary>Computes the hashes above changed directions, each once.</summary>
    public void Seal()
    {
        for (var i = Width - 1; i >= 1; i--)
        {
            if ((_dirty & RangeMask(i)) != 0)
            {
                _hashes[i] = ComputeHash(i);
            }
        }

        _dirty = 0;
    }

    /// <summary>Hash at a place of the heap.</summary>
    public Digest HashAt(int heapIndex) => _hashes[heapIndex];

    /// <summary>Whether no key stands below a place of the heap.</summary>
    public bool IsEmptyAt(int heapIndex) => (_occupied & RangeMask(heapIndex)) == 0;

    /// <summary>Whether exactly one key stands below a place of the heap.</summary>
    public bool IsLeafAt(int heapIndex)
    {
        var below = _occupied & RangeMask(heapIndex);
        return BitOperations.IsPow2(below) && (below & _leafMask) != 0;
    }

    /// <summary>The leaf below a place of the heap for which <see cref="IsLeafAt"/> holds.</summary>
    public TreeLeaf LeafAt(int heapIndex) => _leaves[LeafIndex(_occupied & RangeMask(heapIndex))];

    private static int RangeMask(int heapIndex)
    {
        var level = BitOperations.Log2((uint)heapIndex);
        var width = Width >> level;
        return ((1 << width) - 1) << ((heapIndex - (1 << level)) * width);
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }

    /// <summary>
    /// Primitives.StateTree's rules: empty is zero, a lone leaf stands for itself, all else is an inner node.
    /// </summary>
    private Digest ComputeHash(int heapIndex)
    {
        if (IsEmptyAt(heapIndex))
        {
            return Digest.Zero;
        }

        return IsLeafAt(heapIndex)
            ? _hashes[Width + BitOperations.TrailingZeroCount(_occupied & RangeMask(heapIndex))]
            : MerkleTree.NodeHash(_hashes[2 * heapIndex], _hashes[(2 * heapIndex) + 1]);
    }

    /// <summary>Where in <see cref="_leaves"/> the leaf of a direction is or would be.</summary>
    private int LeafIndex(int bit) => BitOperations.PopCount((uint)(_leafMask & (bit - 1)));

    [InlineArray(2 * Width)]
    private struct Hashes
    {
        private Digest _first;
    }
}
