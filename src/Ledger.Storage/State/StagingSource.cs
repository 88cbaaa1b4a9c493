using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>Tree nodes through a chain of pending states to the committed tree.</summary>
internal sealed class StagingSource : INodeSource
{
    private readonly LedgerStore _store;
    private readonly PendingState? _parent;

    /// <summary>Nodes of the tree after <paramref name="parent"/>.</summary>
    public StagingSource(LedgerStore store, PendingState? parent)
    {
        _store = store;
        _parent = parent;
    }

    /// <inheritdoc/>
    public TreeNode Load(in NodeKey key, in Digest expected)
    {
        for (var pending = _parent; pending != null; pending = pending.Parent)
        {
            if (pending.Delta.Find(key) is { } node && node.Hash == expected)
            {
                return node;
            }
        }

        return _store.LoadNode(key, expected, _store.CurrentTree, null);
    }
}
