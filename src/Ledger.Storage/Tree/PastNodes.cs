using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>The nodes on one path as they are now, to be taken back to what they were. One thread.</summary>
internal sealed class PastNodes : INodeSource
{
    private readonly List<NodeBuilder> _builders = [];
    private readonly List<TreeNode> _nodes = [];

    /// <summary>Reads the nodes on a path.</summary>
    public PastNodes(INodeSource source, TreeNode root, in Digest path)
    {
        var node = root;
        for (var depth = 0; ; depth++)
        {
            NodeAt(depth).Start(node);
            var slot = depth < NodeKey.DepthMax ? node.Slot(NodeKey.Nibble(path, depth)) : default;
            if (!slot.IsInner)
            {
                return;
            }

            node = source.Load(NodeKey.Of(path, depth + 1), slot.Hash);
        }
    }

    /// <summary>The node at a depth, to be changed; empty where there is none now.</summary>
    public NodeBuilder NodeAt(int depth)
    {
        while (_builders.Count <= depth)
        {
            var builder = new NodeBuilder();
            builder.Start(TreeNode.Empty);
            _builders.Add(builder);
        }

        return _builders[depth];
    }

    /// <summary>The root, once built.</summary>
    public TreeNode Root => _nodes[0];

    /// <summary>Makes the nodes of what was set.</summary>
    /// <returns>The root.</returns>
    public TreeNode Build()
    {
        foreach (var builder in _builders)
        {
            _nodes.Add(builder.Build());
        }

        return _nodes[0];
    }

    /// <inheritdoc/>
    public TreeNode Load(in NodeKey key, in Digest expected) =>
        key.Depth < _nodes.Count && _nodes[key.Depth].Hash == expected
            ? _nodes[key.Depth]
            : throw new StorageException(
                StorageFailure.Damaged, $"State tree node {key} cannot be taken back to what its parent names.");
}
