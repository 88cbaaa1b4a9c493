using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>Tree nodes as they were when a snapshot was taken.</summary>
internal sealed class SnapshotSource : INodeSource
{
    private readonly LedgerStore _store;
    private readonly SnapshotHandle _snapshot;

    /// <summary>Nodes of the snapshot's tree.</summary>
    public SnapshotSource(LedgerStore store, SnapshotHandle snapshot)
    {
        _store = store;
        _snapshot = snapshot;
    }

    /// <inheritdoc/>
    public TreeNode Load(in NodeKey key, in Digest expected) => _store.LoadNode(key, expected, _snapshot);
}
