using System.Buffers.Binary;
using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>
/// The state tree between memory and disk. A block's write holds the state, from which the tree follows, not the tree:
/// with each block one of the 16 branches of the root is written, with all that changed in it in 16 blocks. That is
/// half the nodes, and without the write-ahead log: each branch on the disk says after which block it was written, and
/// when the directory is opened the keys that later blocks wrote are applied to it again. The root must then be the
/// head's.
/// </content>
public sealed partial class LedgerStore
{
    // Slot records of the root: kind u8.
    private const byte SlotEmpty = 0;
    private const byte SlotLeaf = 1;
    private const byte SlotInner = 2;
    private const int SlotRecordSizeMax = RecordKeys.HeightSize + 1 + (2 * Digest.Size);

    // Of the thread that commits: what one block needs again and again.
    private readonly HashSet<NodeKey> _written = [];
    private readonly List<(NodeKey Key, TreeNode? Node)> _ordered = [];
    private readonly CanonicalWriter _record = new(4096);

    /// <summary>
    /// A tree node with a known hash, from memory or disk. Whatever comes from the disk is hashed, so damage that a
    /// checksum misses, or a node of another version, is found here.
    /// </summary>
    internal TreeNode LoadNode(in NodeKey key, in Digest expected, CommittedTree tree, SnapshotHandle? snapshot)
    {
        if (_nodes.Find(key) is { } cached && cached.Hash == expected)
        {
            return cached;
        }

        if (tree.Find(key, expected) is { } unwritten)
        {
            return unwritten;
        }

        Span<byte> buffer = stackalloc byte[NodeKey.SizeMax];
        using var value = _database.Get(ColumnFamily.Tree, key.Write(buffer), snapshot);
        var node = value.Exists ? TreeNode.TryDecode(value.Span) : null;
        if (node == null || node.Hash != expected)
        {
            throw new StorageException(
                StorageFailure.Damaged,
                $"State tree node {key} is {(node == null ? "missing" : "not the one its parent names")}.");
        }

        if (snapshot == null)
        {
            _nodes.Put(key, node);
        }

        return node;
    }

    /// <summary>The tree of the newest block; read it before the disk.</summary>
    internal CommittedTree CurrentTree => _head.Tree;

    /// <summary>A moment of the database together with the head that it has.</summary>
    private (SnapshotHandle Handle, CommittedHead Head) TakeSnapshot()
    {
        var spin = default(SpinWait);
        while (true)
        {
            // What the head's tree says is on the disk was there before the moment that follows.
            var head = _head;
            var handle = _database.TakeSnapshot();
            try
            {
                CheckInstalled(handle);
                var (height, _, stateRoot) = ReadHeadRecord(handle);
                if (height == head.Height && stateRoot == head.StateRoot)
                {
                    return (handle, head);
                }
            }
            catch
            {
                handle.Dispose();
                throw;
            }

            // Between a block's write and its publication.
            handle.Dispose();
            spin.SpinOnce();
        }
    }

    /// <summary>Reads the branches and applies what came after they were written.</summary>
    private CommittedTree LoadTree(CommittedHead head)
    {
        var builder = new NodeBuilder();
        builder.Start(TreeNode.Empty);
        var written = new ulong[CommittedTree.Branches];
        for (var branch = 0; branch < written.Length; branch++)
        {
            (var slot, written[branch]) = ReadSlot(branch);
            if (!slot.IsEmpty)
            {
                builder.Set(branch, slot);
            }
        }

        var onDisk = CommittedTree.OnDisk(builder.Build(), written);
        using var update = new TreeUpdate(new CommittedSource(this, onDisk, null), keepsUndo: false);
        var root = update.Apply(onDisk.Root, ChangesAfter(written, head.Height.Value));
        return root.Hash == head.StateRoot
            ? onDisk.After(root, update.Delta)
            : throw new StorageException(
                StorageFailure.Damaged, $"The state tree is not that of the head at {head.Height}.");
    }

    /// <summary>What must be applied to each branch, by path: the state's own values of keys written since.</summary>
    private TreeChange[] ChangesAfter(ulong[] written, ulong height)
    {
        var changes = new Dictionary<Digest, TreeChange>();
        for (var next = written.Min() + 1; next <= height; next++)
        {
            var keys = ReadChanges(next) ?? throw new StorageException(
                StorageFailure.Damaged, $"The list of keys that block {next} wrote is missing.");
            foreach (var (key, _) in keys)
            {
                var path = PathOf(key);
                if (next <= written[NodeKey.Nibble(path, 0)] || changes.ContainsKey(path))
                {
                    continue;
                }

                using var record = _database.Get(ColumnFamily.State, key);
                changes[path] = record.Exists
                    ? new TreeChange(path, Sha256.Of(StateRecord.Value(record.Span)), false)
                    : new TreeChange(path, default, true);
            }
        }

        TreeChange[] sorted = [.. changes.Values];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>
    /// Writes the branch whose turn it is, more when too many nodes are held, or all, and publishes the tree so.
    /// </summary>
    private void WriteTree(bool all)
    {
        var head = _head;
        var tree = head.Tree;
        using (var batch = _database.CreateBatch())
        {
            for (var i = 0; i < CommittedTree.Branches; i++)
            {
                if (i > 0 && !all && tree.Unwritten <= _options.UnwrittenTreeNodesMax)
                {
                    break;
                }

                var branch = (int)((head.Height.Value + (ulong)i) % CommittedTree.Branches);
                AddBranch(batch, tree, branch);
                AddSlot(batch, branch, tree.Root.Slot(branch), head.Height.Value);
                tree = tree.Wrote(branch, head.Height.Value);
            }

            WriteUnlogged(batch);
        }

        _head = head with { Tree = tree };
    }

    private void AddBranch(WriteBatch batch, CommittedTree tree, int branch)
    {
        Span<byte> nodeKey = stackalloc byte[NodeKey.SizeMax];
        Span<byte> nodeBytes = stackalloc byte[TreeNode.SizeMax];
        _written.Clear();
        _ordered.Clear();
        foreach (var layer in tree.Layers(branch))
        {
            foreach (var (key, node) in layer)
            {
                if (_written.Add(key))
                {
                    _ordered.Add((key, node));
                }
            }
        }

        // In order, each key is put behind the one before it instead of being looked for among all.
        _ordered.Sort(static (x, y) => x.Key.CompareTo(y.Key));
        foreach (var (key, node) in _ordered)
        {
            if (node == null)
            {
                batch.Delete(ColumnFamily.Tree, key.Write(nodeKey));
            }
            else
            {
                batch.Put(ColumnFamily.Tree, key.Write(nodeKey), node.Encode(nodeBytes));
            }
        }

        // The nodes are kept elsewhere, as far as there is room for them.
        _ordered.Clear();
    }

    /// <summary>Writes what stands in a direction of the root, and after which block: 8, kind u8, its hashes.</summary>
    internal static void AddSlot(WriteBatch batch, int branch, in TreeSlot slot, ulong height)
    {
        Span<byte> record = stackalloc byte[SlotRecordSizeMax];
        RecordKeys.WriteHeight(record, height);
        record[RecordKeys.HeightSize] = slot.IsEmpty ? SlotEmpty : slot.IsLeaf ? SlotLeaf : SlotInner;
        var size = RecordKeys.HeightSize + 1;
        if (slot.IsLeaf)
        {
            slot.Leaf.Path.CopyTo(record[size..]);
            slot.Leaf.ValueHash.CopyTo(record[(size + Digest.Size)..]);
            size += 2 * Digest.Size;
        }
        else if (!slot.IsEmpty)
        {
            slot.Hash.CopyTo(record[size..]);
            size += Digest.Size;
        }

        batch.Put(ColumnFamily.Tree, RecordKeys.TreeSlot(branch), record[..size]);
    }

    /// <summary>A direction of the root; empty and never written when there is no record.</summary>
    private (TreeSlot Slot, ulong Height) ReadSlot(int branch)
    {
        using var value = _database.Get(ColumnFamily.Tree, RecordKeys.TreeSlot(branch));
        if (!value.Exists)
        {
            return default;
        }

        var record = value.Span;
        if (record.Length > RecordKeys.HeightSize)
        {
            var height = BinaryPrimitives.ReadUInt64BigEndian(record);
            var rest = record[(RecordKeys.HeightSize + 1)..];
            switch (record[RecordKeys.HeightSize], rest.Length)
            {
                case (SlotEmpty, 0):
                    return (default, height);
                case (SlotLeaf, 2 * Digest.Size):
                    var leaf = new TreeLeaf(new Digest(rest[..Digest.Size]), new Digest(rest[Digest.Size..]));
                    return (TreeSlot.OfLeaf(leaf), height);
                case (SlotInner, Digest.Size):
                    return (TreeSlot.OfInner(new Digest(rest)), height);
            }
        }

        throw new StorageException(StorageFailure.Damaged, $"Branch {branch} of the state tree does not decode.");
    }
}
