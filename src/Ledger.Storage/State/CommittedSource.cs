using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>Nodes of the committed tree at a moment of the database, or now.</summary>
internal sealed class CommittedSource : INodeSource
{
    private readonly LedgerStore _store;
    private readonly CommittedTree _tree;
    private readonly SnapshotHandle? _snapshot;

    /// <summary>Nodes of a tree.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="tree">What the disk does not have.</param>
    /// <param name="snapshot">A moment at which the disk has all else; null: it has it now.</param>
    public CommittedSource(LedgerStore store, CommittedTree tree, SnapshotHandle? snapshot)
    {
        _store = store;
        _tree = tree;
        _snapshot = snapshot;
    }

    /// <inheritdoc/>
    public TreeNode Load(in NodeKey key, in Digest expected) => _store.LoadNode(key, expected, _tree, _snapshot);
}
