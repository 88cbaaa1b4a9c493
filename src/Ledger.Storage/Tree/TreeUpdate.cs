namespace Ledger.Storage.Tree;

/// <summary>
/// One batch of changes to a tree: a single pass from the root, each changed node copied and hashed once. The old tree
/// stays as it is.
/// </summary>
internal sealed class TreeUpdate
{
    private readonly INodeSource _source;

    /// <summary>An update on top of the tree that the source knows.</summary>
    public TreeUpdate(INodeSource source)
    {
        _source = source;
    }

    /// <summary>New versions of changed nodes; null where a node is gone.</summary>
    public Dictionary<NodeKey, TreeNode?> Changed { get; } = [];

    /// <summary>The changes by which a key comes or goes; the others change the value of a key that stays.</summary>
    public List<TreeChange> Moved { get; } = [];

    /// <summary>Applies changes; call once.</summary>
    /// <param name="root">The root before.</param>
    /// <param name="changes">Sorted by path, each path once.</param>
    /// <returns>The root after.</returns>
    public TreeNode Apply(TreeNode root, ReadOnlySpan<TreeChange> changes)
    {
        for (var i = 1; i < changes.Length; i++)
        {
            if (changes[i - 1].CompareTo(changes[i]) >= 0)
            {
                throw new ArgumentException(
                    "changes of the state tree are not sorted, or two keys share a path", nameof(changes));
            }
        }

        var after = ApplyToNode(root, 0, changes);
        if (after != root)
        {
            Changed[NodeKey.Root] = after.IsEmpty ? null : after;
        }

        return after;
    }

    /// <summary>The same node when nothing changed.</summary>
    private TreeNode ApplyToNode(TreeNode node, int depth, ReadOnlySpan<TreeChange> changes)
    {
        TreeNode? copy = null;
        while (!changes.IsEmpty)
        {
            var direction = NodeKey.Nibble(changes[0].Path, depth);
            var count = 1;
            while (count < changes.Length && NodeKey.Nibble(changes[count].Path, depth) == direction)
            {
                count++;
            }

            var before = node.Slot(direction);
            var after = ApplyToSlot(before, depth + 1, changes[..count]);
            if (after.Hash != before.Hash)
            {
                copy ??= node.Clone();
                copy.Set(direction, after);
            }

            changes = changes[count..];
        }

        copy?.Seal();
        return copy ?? node;
    }

    private TreeSlot ApplyToSlot(in TreeSlot slot, int depth, ReadOnlySpan<TreeChange> changes)
    {
        if (slot.IsInner)
        {
            var key = NodeKey.Of(changes[0].Path, depth);
            var node = _source.Load(key, slot.Hash);
            var after = ApplyToNode(node, depth, changes);
            return after == node ? slot : Place(after, key, existed: true);
        }

        if (changes.Length == 1)
        {
            ref readonly var change = ref changes[0];
            if (slot.IsEmpty || slot.Leaf.Path == change.Path)
            {
                if (slot.IsEmpty != change.IsRemoval)
                {
                    Moved.Add(change);
                }

                return change.IsRemoval ? default : TreeSlot.OfLeaf(new TreeLeaf(change.Path, change.ValueHash));
            }

            if (change.IsRemoval)
            {
                return slot;
            }
        }

        return Place(Grow(slot, depth, changes), NodeKey.Of(changes[0].Path, depth), existed: false);
    }

    /// <summary>A node for what was empty or a single leaf, with the changes applied.</summary>
    private TreeNode Grow(in TreeSlot slot, int depth, ReadOnlySpan<TreeChange> changes)
    {
        var node = TreeNode.Empty;
        if (slot.IsLeaf)
        {
            node = node.Clone();
            node.Set(NodeKey.Nibble(slot.Leaf.Path, depth), slot);
            node.Seal();
        }

        return ApplyToNode(node, depth, changes);
    }

    /// <summary>Keeps a node with two or more keys; a smaller one gives way to its leaf or to nothing.</summary>
    private TreeSlot Place(TreeNode node, in NodeKey key, bool existed)
    {
        if (!node.IsEmpty && !node.IsSingleLeaf)
        {
            Changed[key] = node;
            return TreeSlot.OfInner(node.Hash);
        }

        if (existed)
        {
            Changed[key] = null;
        }

        return node.IsEmpty ? default : node.SingleLeaf();
    }
}
