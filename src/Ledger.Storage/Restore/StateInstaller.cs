using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// Goes over the staged entries of a snapshot by path, builds the state tree over them, and, when told so, writes
/// state,
/// tree and paths. Writing the same again changes nothing, so it may be interrupted and repeated.
/// </summary>
internal sealed class StateInstaller : IDisposable
{
    private const int BatchBytesMax = 4 << 20;

    private readonly LedgerStore _store;
    private readonly RocksDatabase _database;
    private readonly RocksIterator _entries;
    private readonly byte[] _version = new byte[RecordKeys.VersionSize];
    private readonly byte[] _history = new byte[RecordKeys.HistoryKeySizeMax];
    private readonly ulong _height;
    private readonly CanonicalWriter _record = new(4096);
    private WriteBatch? _batch;
    private int _batchBytes;
    private TreeNode _root = TreeNode.Empty;

    /// <summary>An installer; run it once.</summary>
    /// <param name="store">Where it writes.</param>
    /// <param name="database">Its database.</param>
    /// <param name="height">Version of all values.</param>
    /// <param name="writes">False only computes the root.</param>
    public StateInstaller(LedgerStore store, RocksDatabase database, SequenceNumber height, bool writes)
    {
        _store = store;
        _database = database;
        _height = height.Value;
        RecordKeys.WriteVersion(_version, _height, 0);
        _batch = writes ? database.CreateBatch() : null;
        _entries = database.Iterate(ColumnFamily.Staging, StagingKeys.Entries, fillCache: false);
    }

    /// <summary>Goes over all entries.</summary>
    /// <returns>The root of their tree.</returns>
    /// <exception cref="StorageException">An entry is damaged, or a write failed.</exception>
    public Digest Run()
    {
        var root = new TreeBuilder(NextLeaf, PlaceNode).Build();
        if (_batch != null)
        {
            for (var branch = 0; branch < CommittedTree.Branches; branch++)
            {
                LedgerStore.AddSlot(_batch, branch, _root.Slot(branch), _height);
            }

            _store.Write(_batch, sync: false);
        }

        return root;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Dispose();
        _batch?.Dispose();
    }

    private TreeLeaf? NextLeaf()
    {
        if (!_entries.Valid)
        {
            return null;
        }

        var (key, value) = ReadEntry(_entries.Value);
        var path = _store.PathOf(key);
        if (!_entries.Key[1..].SequenceEqual(path.AsSpan()))
        {
            throw new StorageException(StorageFailure.Damaged, "A staged state entry is not where it belongs.");
        }

        if (_batch != null)
        {
            _record.Clear();
            _batch.Put(ColumnFamily.State, key, _record.Raw(_version).Raw(value).WrittenSpan);
            _batch.Put(ColumnFamily.Paths, path.AsSpan(), key);
            var size = _record.Length + (3 * key.Length);
            _record.Clear();
            _batch.Put(
                ColumnFamily.History, RecordKeys.WriteHistory(_history, key, _height, 0),
                _record.U8(1).Raw(value).WrittenSpan);
            Grew(size + _record.Length);
        }

        var leaf = new TreeLeaf(path, Sha256.Of(value));
        _entries.Next();
        return leaf;
    }

    private void PlaceNode(NodeKey key, TreeNode node)
    {
        if (key.Depth == 0)
        {
            _root = node;
        }
        else if (_batch != null)
        {
            Span<byte> keyBytes = stackalloc byte[NodeKey.SizeMax];
            Span<byte> nodeBytes = stackalloc byte[TreeNode.SizeMax];
            var encoded = node.Encode(nodeBytes);
            _batch.Put(ColumnFamily.Tree, key.Write(keyBytes), encoded);
            Grew(encoded.Length);
        }
    }

    private void Grew(int bytes)
    {
        _batchBytes += bytes;
        if (_batchBytes > BatchBytesMax)
        {
            _store.Write(_batch!, sync: false);
            _batch!.Dispose();
            _batch = _database.CreateBatch();
            _batchBytes = 0;
        }
    }

    /// <summary>Key and value of a staged entry.</summary>
    public static StagedEntry ReadEntry(ReadOnlySpan<byte> record)
    {
        var reader = new CanonicalReader(record);
        var key = reader.Bytes(IStateView.KeySizeMax);
        return !reader.Failed
            ? new StagedEntry(key, record[^reader.Remaining..])
            : throw new StorageException(StorageFailure.Damaged, "A staged state entry does not decode.");
    }

    /// <summary>Two views into a record.</summary>
    public readonly ref struct StagedEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        private readonly ReadOnlySpan<byte> _key = key;
        private readonly ReadOnlySpan<byte> _value = value;

        /// <summary>Key, then value.</summary>
        public void Deconstruct(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
        {
            key = _key;
            value = _value;
        }
    }
}
