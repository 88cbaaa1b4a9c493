using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>
/// A snapshot being put together beside the ledger, which stays readable and may grow meanwhile. What was added
/// survives a restart (<see cref="LedgerStore.BeginRestore"/>). One thread, the one that commits blocks.
/// </summary>
public sealed class StateRestore
{
    private readonly LedgerStore _store;
    private Digest _nextHash;
    private bool _isClosed;

    /// <summary>Made by <see cref="LedgerStore.BeginRestore"/>; takes what is staged already.</summary>
    internal StateRestore(LedgerStore store, RestoreMarker marker)
    {
        _store = store;
        Header = marker.Header;
        Certificate = marker.Certificate;
        foreach (var part in store.ReadStagedParts())
        {
            Progress.Add(part);
        }

        LowestBlock = Header.Height.Next;
        _nextHash = Header.Hash;
        if (store.ReadLowestStagedBlock() is { } block)
        {
            LowestBlock = block.Header.Height;
            _nextHash = block.Header.PreviousHash;
        }
    }

    /// <summary>The certified header whose state it is.</summary>
    public BlockHeader Header { get; }

    /// <summary>Certificate of <see cref="Header"/>.</summary>
    public CommitCertificate Certificate { get; }

    /// <summary>Which parts of the state are there; ask it for those that are missing.</summary>
    public SnapshotProgress Progress { get; } = new();

    /// <summary>Height of the lowest imported block; one above the header's when there is none.</summary>
    public SequenceNumber LowestBlock { get; private set; }

    /// <summary>Whether state and at least the header's own block are there, so that it can be completed.</summary>
    public bool IsComplete => Progress.IsComplete && LowestBlock <= Header.Height;

    /// <summary>Adds a part of the state, in any order, when it is proven under the header's state root.</summary>
    /// <exception cref="StorageException">The write failed.</exception>
    public RestoreOutcome AddChunk(StateChunk chunk)
    {
        CheckOpen();
        if (Progress.IsCovered(chunk.Prefix))
        {
            return RestoreOutcome.Known;
        }

        if (!chunk.Verify(Header.StateRoot))
        {
            return RestoreOutcome.Refused;
        }

        if (!Progress.Add(chunk.Prefix))
        {
            return RestoreOutcome.TooSmall;
        }

        _store.StageChunk(chunk);
        return RestoreOutcome.Added;
    }

    /// <summary>
    /// Adds the next lower block: the first is the header's own, each next one the one before it by hash. It is not
    /// executed, and its certificate is not checked: the hashes vouch for all else. Import as many as duplicates must
    /// be
    /// known of before <see cref="Complete"/>.
    /// </summary>
    /// <exception cref="StorageException">The write failed.</exception>
    public RestoreOutcome ImportHistory(Block block)
    {
        CheckOpen();
        if (block.Header.Height >= LowestBlock && block.Header.Height <= Header.Height)
        {
            return RestoreOutcome.Known;
        }

        if (block.Header.Hash != _nextHash || block.Header.Height.Next != LowestBlock ||
            block.FirstContentFlaw() != null)
        {
            return RestoreOutcome.Refused;
        }

        _store.StageBlock(block.Header.Height == Header.Height ? block with { Certificate = Certificate } : block);
        LowestBlock = block.Header.Height;
        _nextHash = block.Header.PreviousHash;
        return RestoreOutcome.Added;
    }

    /// <summary>
    /// Puts the snapshot in the ledger's place: head, state, tree, blocks and index become the snapshot's, all older
    /// ones go; votes, epoch headers and incarnation stay. Interrupted after the point of no return, it is finished by
    /// the next <see cref="LedgerStore.Open"/>; before it, nothing has changed. Pending states and views of before are
    /// refused afterwards; snapshots that are open keep reading the old state.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// It is not <see cref="IsComplete"/>, or the ledger has reached its height.
    /// </exception>
    /// <exception cref="StorageException">
    /// A write failed; or what is staged does not have the header's root, then it is discarded and the ledger is as
    /// before.
    /// </exception>
    public void Complete()
    {
        CheckOpen();
        if (!IsComplete)
        {
            throw new InvalidOperationException("parts of the state, or the snapshot's own block, are missing");
        }

        _isClosed = true;
        _store.Install(new RestoreMarker(true, Header, Certificate));
    }

    /// <summary>Drops everything that was added; the ledger is as before.</summary>
    /// <exception cref="StorageException">The write failed.</exception>
    public void Discard()
    {
        CheckOpen();
        _isClosed = true;
        _store.DiscardStaged();
    }

    /// <summary>Another restore has begun.</summary>
    internal void Close() => _isClosed = true;

    private void CheckOpen()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("the restore has ended");
        }
    }
}
