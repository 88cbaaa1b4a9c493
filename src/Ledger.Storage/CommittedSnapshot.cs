using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// The committed state at one height, unmoved by later commits: for queries. Thread safe. Holds old versions on disk
/// until disposed, so keep it short.
/// </summary>
public sealed class CommittedSnapshot : IStateView, IDisposable
{
    private readonly LedgerStore _store;
    private readonly SnapshotHandle _handle;
    private readonly CommittedHead _head;

    /// <summary>Takes ownership of the handle.</summary>
    internal CommittedSnapshot(LedgerStore store, SnapshotHandle handle, CommittedHead head)
    {
        _store = store;
        _handle = handle;
        _head = head;
    }

    /// <summary>Height of the state; 0 before the first block.</summary>
    public SequenceNumber Height => _head.Height;

    /// <summary>Header at that height; null before the first block.</summary>
    public BlockHeader? Header => _head.Header;

    /// <summary>Certificate of the header; null before the first block.</summary>
    public CommitCertificate? Certificate => _head.Certificate;

    /// <summary>Root of the state.</summary>
    public Digest StateRoot => _head.StateRoot;

    /// <inheritdoc/>
    /// <exception cref="StorageException">The disk failed or its bytes are damaged.</exception>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        _handle.Enter();
        try
        {
            return _store.ReadState(key, _handle);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The disk failed or its bytes are damaged.</exception>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        RocksIterator iterator;
        _handle.Enter();
        try
        {
            iterator = _store.IterateState(prefix.Span, _handle);
        }
        finally
        {
            _handle.DangerousRelease();
        }

        foreach (var entry in StateScan.Merge([], iterator, prefix))
        {
            yield return entry;
        }
    }

    /// <summary>A value, or its absence, with its proof. Checks each tree node on the way against its hash.</summary>
    /// <exception cref="StorageException">The disk failed, or tree and header do not agree.</exception>
    public CertifiedRead ReadWithProof(ReadOnlySpan<byte> key)
    {
        _handle.Enter();
        try
        {
            var value = _store.ReadState(key, _handle);
            var source = new CommittedSource(_store, _head.Tree, _handle);
            return new CertifiedRead(
                value, TreeWalk.Prove(source, _head.Tree.Root, _store.PathOf(key)), _head.Header, _head.Certificate);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>The same at an earlier height that is retained.</summary>
    internal CertifiedRead ReadAt(ReadOnlySpan<byte> key, SequenceNumber height)
    {
        if (height == _head.Height)
        {
            return ReadWithProof(key);
        }

        _handle.Enter();
        try
        {
            var stored = _store.ReadCertifiedHeader(height, _handle);
            var stateRoot = stored?.Header.StateRoot ?? _store.GenesisRoot(height, _handle);
            var proof = _store.ProveAt(_store.PathOf(key), height, _head, _handle, stateRoot);
            var value = _store.FindValue(key, height, _handle).Value;
            return new CertifiedRead(value, proof, stored?.Header, stored?.Certificate);
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>Lets the old versions go.</summary>
    public void Dispose() => _handle.Dispose();
}
