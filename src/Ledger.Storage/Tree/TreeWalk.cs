using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>Reads along one path of a tree.</summary>
internal static class TreeWalk
{
    /// <summary>
    /// The leaf that ends a path (its own or another key's), or null when it ends in an empty subtree.
    /// </summary>
    /// <param name="source">Where nodes come from.</param>
    /// <param name="root">The root.</param>
    /// <param name="path">The path.</param>
    /// <param name="siblings">Receives the hashes beside the path, root first; null when not wanted.</param>
    /// <param name="depthMax">Bits after which to stop, with null where two or more keys stand.</param>
    public static TreeLeaf? Follow(
        INodeSource source, TreeNode root, in Digest path, List<Digest>? siblings,
        int depthMax = StateTree.DepthMax)
    {
        var node = root;
        for (var depth = 0; ; depth++)
        {
            var place = 1;
            for (var bit = 0; ; bit++)
            {
                if (node.IsEmptyAt(place))
                {
                    return null;
                }

                if (node.IsLeafAt(place))
                {
                    return node.LeafAt(place);
                }

                if ((4 * depth) + bit == depthMax)
                {
                    return null;
                }

                if (bit == 4)
                {
                    break;
                }

                place = (2 * place) + path.Bit((4 * depth) + bit);
                siblings?.Add(node.HashAt(place ^ 1));
            }

            node = source.Load(NodeKey.Of(path, depth + 1), node.HashAt(place));
        }
    }

    /// <summary>Proof of what a path ends in.</summary>
    public static StateProof Prove(INodeSource source, TreeNode root, in Digest path)
    {
        var siblings = new List<Digest>(32);
        var leaf = Follow(source, root, path, siblings);
        return leaf is { } other && other.Path != path
            ? new StateProof(siblings, other.Path, other.ValueHash)
            : new StateProof(siblings, null, Digest.Zero);
    }

    /// <summary>Keys below a node; loads, and so checks, every node.</summary>
    public static long CountLeaves(INodeSource source, TreeNode node, in NodeKey key)
    {
        var count = 0L;
        for (var direction = 0; direction < TreeNode.Width; direction++)
        {
            var slot = node.Slot(direction);
            if (slot.IsInner)
            {
                var childKey = key.Child(direction);
                count += CountLeaves(source, source.Load(childKey, slot.Hash), childKey);
            }
            else if (slot.IsLeaf)
            {
                count++;
            }
        }

        return count;
    }
}
