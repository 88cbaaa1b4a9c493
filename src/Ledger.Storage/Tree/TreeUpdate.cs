using System.Buffers;

namespace Ledger.Storage.Tree;

/// <summary>
/// One batch of changes to a tree: a single pass from the root, each changed node copied and hashed once. The old tree
/// stays as it is. One thread; dispose it to give its buffer back.
/// </summary>
internal sealed class TreeUpdate : IDisposable
{
    private const int FirstBufferSize = 64 << 10;

    private readonly INodeSource _source;
    private readonly bool _keepsUndo;

    // One for each depth of the pass.
    private readonly List<NodeBuilder> _builders = [];
    private byte[] _undo;
    private int _undoSize;

    /// <summary>An update on top of the tree that the source knows.</summary>
    /// <param name="source">The tree.</param>
    /// <param name="keepsUndo">Whether <see cref="TreeDelta.Undo"/> is wanted.</param>
    public TreeUpdate(INodeSource source, bool keepsUndo)
    {
        _source = source;
        _keepsUndo = keepsUndo;
        _undo = keepsUndo ? ArrayPool<byte>.Shared.Rent(FirstBufferSize) : [];
    }

    /// <summary>Changed nodes below the root.</summary>
    public TreeDelta Delta { get; } = new();

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
            KeepUndo(NodeKey.Root, root, after);
            FinishUndo(TreeDelta.RootPart);
        }

        return after;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_undo.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_undo);
            _undo = [];
        }
    }

    /// <summary>The same node when nothing changed.</summary>
    private TreeNode ApplyToNode(TreeNode node, int depth, ReadOnlySpan<TreeChange> changes)
    {
        NodeBuilder? builder = null;
        while (!changes.IsEmpty)
        {
            var direction = NodeKey.Nibble(changes[0].Path, depth);
            var count = 1;
            while (count < changes.Length && NodeKey.Nibble(changes[count].Path, depth) == direction)
            {
                count++;
            }

            if (depth == 0 && count > 1)
            {
                Delta.Expect(direction, count);
            }

            var before = node.Slot(direction);
            var after = ApplyToSlot(before, depth + 1, changes[..count]);
            if (after.Hash != before.Hash)
            {
                if (builder == null)
                {
                    builder = BuilderAt(depth);
                    builder.Start(node);
                }

                builder.Set(direction, after);
            }

            changes = changes[count..];
            if (depth == 0)
            {
                FinishUndo(direction);
            }
        }

        return builder?.Build() ?? node;
    }

    private TreeSlot ApplyToSlot(in TreeSlot slot, int depth, ReadOnlySpan<TreeChange> changes)
    {
        if (slot.IsInner)
        {
            var key = NodeKey.Of(changes[0].Path, depth);
            var node = _source.Load(key, slot.Hash);
            var after = ApplyToNode(node, depth, changes);
            return after == node ? slot : Place(key, node, after);
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

        return Place(NodeKey.Of(changes[0].Path, depth), TreeNode.Empty, Grow(slot, depth, changes));
    }

    /// <summary>A node for what was empty or a single leaf, with the changes applied.</summary>
    private TreeNode Grow(in TreeSlot slot, int depth, ReadOnlySpan<TreeChange> changes)
    {
        var node = TreeNode.Empty;
        if (slot.IsLeaf)
        {
            var builder = BuilderAt(depth);
            builder.Start(node);
            builder.Set(NodeKey.Nibble(slot.Leaf.Path, depth), slot);
            node = builder.Build();
        }

        return ApplyToNode(node, depth, changes);
    }

    /// <summary>Keeps a node with two or more keys; a smaller one gives way to its leaf or to nothing.</summary>
    private TreeSlot Place(in NodeKey key, TreeNode before, TreeNode after)
    {
        if (!after.IsEmpty && !after.IsSingleLeaf)
        {
            Delta.Add(key, after);
            KeepUndo(key, before, after);
            return TreeSlot.OfInner(after.Hash);
        }

        if (!before.IsEmpty)
        {
            Delta.Add(key, null);
            KeepUndo(key, before, TreeNode.Empty);
        }

        return after.IsEmpty ? default : after.SingleLeaf();
    }

    private NodeBuilder BuilderAt(int depth)
    {
        while (_builders.Count <= depth)
        {
            _builders.Add(new NodeBuilder());
        }

        return _builders[depth];
    }

    private void KeepUndo(in NodeKey key, TreeNode before, TreeNode after)
    {
        if (!_keepsUndo)
        {
            return;
        }

        if (_undo.Length - _undoSize < UndoRecord.EntrySizeMax)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _undo.Length);
            _undo.AsSpan(0, _undoSize).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_undo);
            _undo = larger;
        }

        _undoSize += UndoRecord.Write(_undo.AsSpan(_undoSize), key, before, after);
    }

    private void FinishUndo(int part)
    {
        if (_undoSize > 0)
        {
            Delta.AddUndo(part, _undo.AsSpan(0, _undoSize));
            _undoSize = 0;
        }
    }
}
