using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// The certified state after one block, unmoved by later commits, to be served in chunks. Thread safe. Holds old
/// versions on disk until disposed.
/// </summary>
public sealed class StateSnapshot : IDisposable
{
    private const int SampleEntries = 1_024;
    private const long SampleBytes = 16L << 20;

    private readonly LedgerStore _store;
    private readonly RocksDatabase _database;
    private readonly SnapshotHandle _handle;
    private readonly CommittedTree _tree;

    /// <summary>Takes ownership of the handle, unless it throws.</summary>
    internal StateSnapshot(LedgerStore store, RocksDatabase database, SnapshotHandle handle, CommittedHead head)
    {
        _store = store;
        _database = database;
        _handle = handle;
        _tree = head.Tree;
        var (entries, bytes) = Estimate();
        Manifest = new SnapshotManifest(
            head.Header!, head.Certificate!, entries, bytes, SnapshotManifest.DepthFor(entries, bytes));
    }

    /// <summary>
    /// Header, certificate, size. Counts are estimated from the first entries; exact for a small state.
    /// </summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>
    /// The chunk of a part or, when that is too large for one chunk, of the lowest part of it that is not. Always
    /// verifies under the header's state root.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The snapshot is disposed.</exception>
    /// <exception cref="StorageException">The disk failed or its bytes are damaged.</exception>
    public StateChunk ReadChunk(StatePrefix prefix)
    {
        _handle.Enter();
        try
        {
            return ReadChunkCore(prefix);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>Lets the old versions go.</summary>
    public void Dispose() => _handle.Dispose();

    private StateChunk ReadChunkCore(StatePrefix prefix)
    {
        var entries = ReadEntries(ref prefix);
        var siblings = new List<Digest>();
        var leaf = TreeWalk.Follow(
            new CommittedSource(_store, _tree, _handle), _tree.Root, prefix.Path, siblings, prefix.Depth);
        (Digest, Digest)? other = leaf is { } found && !prefix.Contains(found.Path)
            ? (found.Path, found.ValueHash)
            : null;
        var chunk = StateChunk.Create(prefix, siblings, other, entries);
        return chunk.Verify(Manifest.Header.StateRoot)
            ? chunk
            : throw new StorageException(
                StorageFailure.Damaged, $"The state below {prefix} is not what the state root says.");
    }

    /// <summary>All entries of a part; cuts the part smaller while they do not fit into one chunk.</summary>
    private List<SnapshotEntry> ReadEntries(ref StatePrefix prefix)
    {
        var entries = new List<SnapshotEntry>();
        var paths = new List<Digest>();
        var size = 0L;
        using var iterator = _database.Iterate(ColumnFamily.Paths, default, _handle, fillCache: false);
        iterator.Seek(prefix.Path.AsSpan());
        for (; iterator.Valid; iterator.Next())
        {
            var path = new Digest(iterator.Key);
            if (!prefix.Contains(path))
            {
                break;
            }

            var entry = ReadEntry(iterator.Value.ToArray());
            if (_store.PathOf(entry.Key) != path)
            {
                throw new StorageException(
                    StorageFailure.Damaged, $"Column family paths has another key at {path} than stands there.");
            }

            entries.Add(entry);
            paths.Add(path);
            size += SizeOf(entry);
            while (size > StateChunk.EntriesSizeMax || entries.Count > StateChunk.EntriesMax)
            {
                prefix = prefix.Child(0);
                for (; entries.Count > 0 && !prefix.Contains(paths[^1]); paths.RemoveAt(paths.Count - 1))
                {
                    size -= SizeOf(entries[^1]);
                    entries.RemoveAt(entries.Count - 1);
                }
            }
        }

        return entries;
    }

    private SnapshotEntry ReadEntry(byte[] key) => new(
        key, _store.ReadState(key, _handle) ?? throw new StorageException(
            StorageFailure.Damaged, $"Column family state has lost key {Convert.ToHexStringLower(key)}."));

    /// <summary>From the lowest paths: they are hashes, so any stretch of them stands for all.</summary>
    private (long Entries, long Bytes) Estimate()
    {
        var (entries, bytes) = (0L, 0L);
        using var iterator = _database.Iterate(ColumnFamily.Paths, default, _handle, fillCache: false);
        for (; iterator.Valid; iterator.Next())
        {
            if (entries >= SampleEntries || bytes >= SampleBytes)
            {
                var covered = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(iterator.Key);
                var factor = (1L << 32) / Math.Max(1, (long)covered);
                return (entries * factor, bytes * factor);
            }

            using var value = _database.Get(ColumnFamily.State, iterator.Value, _handle);
            entries++;
            bytes += StateChunk.SizeOf(
                iterator.Value.Length, Math.Max(0, value.Span.Length - RecordKeys.VersionSize));
        }

        return (entries, bytes);
    }

    private static int SizeOf(SnapshotEntry entry) => StateChunk.SizeOf(entry.Key.Length, entry.Value.Length);
}
