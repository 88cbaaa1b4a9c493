using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// The tree of the committed state: its root, and the changed nodes that the disk does not have yet, kept apart for
/// each of the 16 branches of the root. A branch is on the disk as it was after some block, and the changes of later
/// blocks lie over it. Immutable, so a reader that holds it and a moment of the database reads one tree.
/// </summary>
internal sealed class CommittedTree
{
    /// <summary>Branches of the root.</summary>
    public const int Branches = TreeNode.Width;

    /// <summary>The tree of a state without keys, before the first block.</summary>
    public static readonly CommittedTree Empty = OnDisk(TreeNode.Empty, new ulong[Branches]);

    private readonly Dictionary<NodeKey, TreeNode?>[][] _layers;
    private readonly ulong[] _written;

    private CommittedTree(
        TreeNode root, Dictionary<NodeKey, TreeNode?>[][] layers, ulong[] written, int unwritten)
    {
        Root = root;
        _layers = layers;
        _written = written;
        Unwritten = unwritten;
    }

    /// <summary>The root, which is only in memory: the disk has what stands in its 16 directions.</summary>
    public TreeNode Root { get; }

    /// <summary>Nodes that are held because the disk does not have them, older versions of the same included.</summary>
    public int Unwritten { get; }

    /// <summary>A tree that is on the disk.</summary>
    /// <param name="root">The root.</param>
    /// <param name="written">For each branch the height after which it was written.</param>
    public static CommittedTree OnDisk(TreeNode root, ulong[] written)
    {
        var layers = new Dictionary<NodeKey, TreeNode?>[Branches][];
        Array.Fill(layers, []);
        return new CommittedTree(root, layers, written, 0);
    }

    /// <summary>Height of the block after which a branch was written.</summary>
    public ulong WrittenAt(int branch) => _written[branch];

    /// <summary>The lowest height of a branch.</summary>
    public ulong LowestWritten => _written.Min();

    /// <summary>Changes of a branch that the disk does not have, the newest block first.</summary>
    public IReadOnlyList<Dictionary<NodeKey, TreeNode?>> Layers(int branch) => _layers[branch];

    /// <summary>The tree after one more block.</summary>
    public CommittedTree After(TreeNode root, TreeDelta delta)
    {
        var layers = _layers.ToArray();
        for (var branch = 0; branch < Branches; branch++)
        {
            if (delta.Branch(branch) is { } changes)
            {
                layers[branch] = [changes, .. layers[branch]];
            }
        }

        return new CommittedTree(root, layers, _written, Unwritten + delta.Count);
    }

    /// <summary>The same tree once a branch is on the disk.</summary>
    public CommittedTree Wrote(int branch, ulong height)
    {
        var layers = _layers.ToArray();
        var written = _written.ToArray();
        var unwritten = Unwritten - layers[branch].Sum(l => l.Count);
        layers[branch] = [];
        written[branch] = height;
        return new CommittedTree(Root, layers, written, unwritten);
    }

    /// <summary>A node that the disk does not have yet; null when its version on the disk is the right one.</summary>
    public TreeNode? Find(in NodeKey key, in Digest expected)
    {
        if (key.Depth > 0)
        {
            foreach (var layer in _layers[key.Branch])
            {
                if (layer.TryGetValue(key, out var node))
                {
                    return node?.Hash == expected ? node : null;
                }
            }
        }

        return null;
    }
}
