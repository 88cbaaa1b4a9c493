using System.Numerics;
using Ledger.Primitives;
using Ledger.Storage.Interop;

namespace Ledger.Storage.Tree;

/// <summary>A node being changed: every hash in its place. Used again and again; one thread.</summary>
internal sealed class NodeBuilder
{
    // Heap order, as in TreeNode.
    private readonly Digest[] _hashes = new Digest[2 * TreeNode.Width];
    private readonly TreeLeaf[] _leaves = new TreeLeaf[TreeNode.Width];
    private int _occupied;
    private int _leafMask;
    private int _dirty;

    /// <summary>Begins with a node as it is.</summary>
    public void Start(TreeNode node)
    {
        _occupied = node.Occupied;
        _leafMask = node.LeafMask;
        _dirty = 0;
        for (var i = 1; i < _hashes.Length; i++)
        {
            _hashes[i] = node.HashAt(i);
        }

        for (var rest = _leafMask; rest != 0; rest &= rest - 1)
        {
            var direction = BitOperations.TrailingZeroCount(rest);
            _leaves[direction] = node.LeafAt(TreeNode.Width + direction);
        }
    }

    /// <summary>Changes a direction.</summary>
    public void Set(int direction, in TreeSlot slot)
    {
        var bit = 1 << direction;
        _hashes[TreeNode.Width + direction] = slot.Hash;
        _leaves[direction] = slot.Leaf;
        _leafMask = slot.IsLeaf ? _leafMask | bit : _leafMask & ~bit;
        _occupied = slot.IsEmpty ? _occupied & ~bit : _occupied | bit;
        _dirty |= bit;
    }

    /// <summary>The node, with the hashes above changed directions computed, each once.</summary>
    public TreeNode Build()
    {
        var innerMask = 0;
        for (var i = TreeNode.Width - 1; i >= 1; i--)
        {
            var range = TreeNode.RangeMask(i);
            var below = _occupied & range;

            // Primitives.StateTree's rules: empty is zero, a lone leaf stands for itself, all else is an inner node.
            var isLeaf = BitOperations.IsPow2(below) && (below & _leafMask) != 0;
            if (below != 0 && !isLeaf)
            {
                innerMask |= 1 << i;
            }

            if ((_dirty & range) != 0)
            {
                _hashes[i] = below == 0 ? Digest.Zero
                    : isLeaf ? _hashes[TreeNode.Width + BitOperations.TrailingZeroCount(below)]
                    : Sha256.OfNode(_hashes[2 * i], _hashes[(2 * i) + 1]);
            }
        }

        _dirty = 0;
        return Pack(innerMask);
    }

    private TreeNode Pack(int innerMask)
    {
        var digests = new Digest[
            BitOperations.PopCount((uint)innerMask) + BitOperations.PopCount((uint)_occupied) +
            (2 * BitOperations.PopCount((uint)_leafMask))];
        var next = 0;
        for (var rest = innerMask; rest != 0; rest &= rest - 1)
        {
            digests[next++] = _hashes[BitOperations.TrailingZeroCount(rest)];
        }

        for (var rest = _occupied; rest != 0; rest &= rest - 1)
        {
            digests[next++] = _hashes[TreeNode.Width + BitOperations.TrailingZeroCount(rest)];
        }

        for (var rest = _leafMask; rest != 0; rest &= rest - 1)
        {
            ref readonly var leaf = ref _leaves[BitOperations.TrailingZeroCount(rest)];
            digests[next++] = leaf.Path;
            digests[next++] = leaf.ValueHash;
        }

        return new TreeNode(digests, _occupied, _leafMask, innerMask);
    }
}
