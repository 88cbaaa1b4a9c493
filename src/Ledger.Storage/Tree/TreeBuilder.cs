using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// Builds a whole tree from its leaves in one pass, with memory for one path only. Each node is handed over when it is
/// finished, before the nodes above it.
/// </summary>
internal sealed class TreeBuilder
{
    private readonly Func<TreeLeaf?> _next;
    private readonly Action<NodeKey, TreeNode> _place;
    private TreeLeaf? _first;
    private TreeLeaf? _second;

    /// <summary>A builder.</summary>
    /// <param name="next">The next leaf by ascending path; null at the end.</param>
    /// <param name="place">Receives each node.</param>
    public TreeBuilder(Func<TreeLeaf?> next, Action<NodeKey, TreeNode> place)
    {
        _next = next;
        _place = place;
    }

    /// <summary>Reads all leaves; call once.</summary>
    /// <returns>The state root.</returns>
    public Digest Build()
    {
        _first = _next();
        _second = _first == null ? null : _next();
        var root = _first is { } leaf ? BuildNode(leaf.Path, 0) : TreeNode.Empty;
        if (!root.IsEmpty)
        {
            _place(NodeKey.Root, root);
        }

        return root.Hash;
    }

    /// <summary>Takes all leaves that share so many nibbles of a path.</summary>
    private TreeNode BuildNode(in Digest path, int depth)
    {
        var key = NodeKey.Of(path, depth);
        var node = new NodeBuilder();
        node.Start(TreeNode.Empty);
        while (_first is { } leaf && NodeKey.Of(leaf.Path, depth).Equals(key))
        {
            node.Set(NodeKey.Nibble(leaf.Path, depth), BuildSlot(leaf, depth + 1));
        }

        return node.Build();
    }

    private TreeSlot BuildSlot(TreeLeaf leaf, int depth)
    {
        var key = NodeKey.Of(leaf.Path, depth);
        if (_second is { } following && NodeKey.Of(following.Path, depth).Equals(key))
        {
            var node = BuildNode(leaf.Path, depth);
            _place(key, node);
            return TreeSlot.OfInner(node.Hash);
        }

        _first = _second;
        _second = _first == null ? null : _next();
        return TreeSlot.OfLeaf(leaf);
    }
}
