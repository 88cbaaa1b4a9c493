namespace Ledger.Storage.Tree;

/// <summary>
/// The nodes below the root that a block changes, and what they were before. Apart by the first nibble of their place:
/// each of the 16 branches of the root is written and undone on its own. Filled by <see cref="TreeUpdate"/>, not
/// changed afterwards.
/// </summary>
internal sealed class TreeDelta
{
    /// <summary>Number of the part of <see cref="Undo"/> that is the root's.</summary>
    public const int RootPart = TreeNode.Width;

    private readonly Dictionary<NodeKey, TreeNode?>?[] _branches = new Dictionary<NodeKey, TreeNode?>?[TreeNode.Width];
    private readonly byte[]?[] _undo = new byte[]?[TreeNode.Width + 1];

    /// <summary>Changed nodes below the root.</summary>
    public int Count { get; private set; }

    /// <summary>New versions of nodes of one branch, null where a node is gone; null when nothing changed.</summary>
    public Dictionary<NodeKey, TreeNode?>? Branch(int nibble) =>
        _branches[nibble] is { Count: > 0 } branch ? branch : null;

    /// <summary>
    /// What leads back to the tree before (<see cref="UndoRecord"/>), of a branch or of the root; null when nothing
    /// changed.
    /// </summary>
    public byte[]? Undo(int part) => _undo[part];

    /// <summary>Makes room for the changes of a branch.</summary>
    /// <param name="nibble">The branch.</param>
    /// <param name="keys">Keys that change in it; each changes two or three nodes of a large tree.</param>
    public void Expect(int nibble, int keys) => _branches[nibble] ??= new Dictionary<NodeKey, TreeNode?>(3 * keys);

    /// <summary>Adds the new version of a node below the root; each node once.</summary>
    public void Add(in NodeKey key, TreeNode? node)
    {
        (_branches[key.Branch] ??= []).Add(key, node);
        Count++;
    }

    /// <summary>Keeps the way back for a branch or the root.</summary>
    public void AddUndo(int part, ReadOnlySpan<byte> record) => _undo[part] = record.ToArray();

    /// <summary>The new version of a node, if it has one.</summary>
    public TreeNode? Find(in NodeKey key) =>
        key.Depth > 0 && _branches[key.Branch] is { } branch ? branch.GetValueOrDefault(key) : null;
}
