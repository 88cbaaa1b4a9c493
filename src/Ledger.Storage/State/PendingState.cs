using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// The state after a block that is executed but not committed: its writes and the changed part of the state tree, on
/// top of another pending state or of the committed one. Only memory; dropping the reference drops it. Immutable and
/// thread safe.
/// </summary>
public sealed class PendingState
{
    private volatile PendingState? _parent;
    private volatile bool _isCommitted;

    /// <summary>Made by <see cref="LedgerStore.Stage"/>.</summary>
    internal PendingState(
        LedgerStore store, PendingState? parent, SequenceNumber height, IReadOnlyList<StateWrite> writes,
        TreeNode rootNode, TreeUpdate update, int generation)
    {
        Store = store;
        _parent = parent;
        Height = height;
        Writes = writes;
        RootNode = rootNode;
        Delta = update.Delta;
        Moved = update.Moved;
        Generation = generation;
    }

    /// <summary>Height of the block that makes this state.</summary>
    public SequenceNumber Height { get; }

    /// <summary>State root that the block's header must have.</summary>
    public Digest Root => RootNode.Hash;

    /// <summary>What the block changes, sorted by key.</summary>
    public IReadOnlyList<StateWrite> Writes { get; }

    /// <summary>Where it was staged.</summary>
    internal LedgerStore Store { get; }

    /// <summary>The tree's root.</summary>
    internal TreeNode RootNode { get; }

    /// <summary>Changed tree nodes.</summary>
    internal TreeDelta Delta { get; }

    /// <summary>Keys that come or go.</summary>
    internal IReadOnlyList<TreeChange> Moved { get; }

    /// <summary>Which of the states that the store had between restores it builds on.</summary>
    internal int Generation { get; }

    /// <summary>
    /// The state before, or null for the committed one. A committed state lets go of its parent, so a chain is never
    /// longer than the uncommitted blocks and one. A reader that still follows the old reference reads the same values
    /// there as on disk.
    /// </summary>
    internal PendingState? Parent => _parent;

    /// <summary>Whether it has been written to disk.</summary>
    internal bool IsCommitted => _isCommitted;

    /// <summary>Called once its data is on disk.</summary>
    internal void MarkCommitted()
    {
        _isCommitted = true;
        _parent = null;
    }

    /// <summary>Whether the block writes the key; null in <paramref name="value"/> means that it removes it.</summary>
    internal bool TryFind(ReadOnlySpan<byte> key, out byte[]? value)
    {
        var index = LowerBound(key);
        if (index < Writes.Count && key.SequenceEqual(Writes[index].Key))
        {
            value = Writes[index].Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Index of the first write whose key is not below <paramref name="key"/>.</summary>
    internal int LowerBound(ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = Writes.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Writes[middle].Key.AsSpan().SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
