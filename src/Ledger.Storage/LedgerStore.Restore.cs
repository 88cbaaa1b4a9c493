using Ledger.Primitives;
using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <content>
/// Putting a snapshot in the place of the ledger. Its pieces are staged in a family of their own; when they are whole,
/// one synced write removes the old ledger and says so in a marker; then the staged pieces are written where they
/// belong, which may be interrupted and repeated; the last write sets the head and removes marker and staged pieces.
/// </content>
public sealed partial class LedgerStore
{
    private static readonly ColumnFamily[] Replaced =
    [
        ColumnFamily.Blocks, ColumnFamily.Headers, ColumnFamily.TransactionIndex, ColumnFamily.State,
        ColumnFamily.Tree, ColumnFamily.Paths, ColumnFamily.History, ColumnFamily.Changes, ColumnFamily.Undo,
    ];

    private StateRestore? _restore;

    // Odd while a snapshot is being installed. Whoever reads the live state compares it before and after.
    private volatile int _generation;

    /// <summary>
    /// The snapshot whose pieces were being fetched when the node stopped, to go on with by <see cref="BeginRestore"/>;
    /// null when there is none.
    /// </summary>
    public (BlockHeader Header, CommitCertificate Certificate)? InterruptedRestore =>
        ReadMarker(null) is { } marker ? (marker.Header, marker.Certificate) : null;

    /// <summary>
    /// Begins to fetch a snapshot, or goes on when the same was begun before; pieces of another one are dropped. The
    /// ledger is not touched before <see cref="StateRestore.Complete"/>. Signatures are the caller's business. On the
    /// thread that commits blocks.
    /// </summary>
    /// <exception cref="InvalidOperationException">The ledger has reached the height.</exception>
    /// <exception cref="StorageException">The write failed.</exception>
    public StateRestore BeginRestore(BlockHeader header, CommitCertificate certificate)
    {
        CheckWritable();
        Check(header.Height > Height, $"a snapshot at {header.Height} is not above the head at {Height}");
        _restore?.Close();
        var marker = ReadMarker(null);
        if (marker?.Header.Hash != header.Hash)
        {
            marker = new RestoreMarker(false, header, certificate);
            using var batch = _database.CreateBatch();
            batch.DeleteAll(ColumnFamily.Staging);
            batch.Put(ColumnFamily.Meta, RecordKeys.Restore, marker.Encode());
            Write(batch, sync: true);
        }

        return _restore = new StateRestore(this, marker);
    }

    /// <summary>Parts of the state that are staged.</summary>
    internal IEnumerable<StatePrefix> ReadStagedParts()
    {
        using var iterator = _database.Iterate(ColumnFamily.Staging, StagingKeys.Parts, fillCache: false);
        for (; iterator.Valid; iterator.Next())
        {
            yield return StagingKeys.ReadPart(iterator.Key);
        }
    }

    /// <summary>The lowest staged block.</summary>
    internal Block? ReadLowestStagedBlock() => ReadStagedBlocks().FirstOrDefault();

    /// <summary>Stages a chunk that is proven.</summary>
    internal void StageChunk(StateChunk chunk)
    {
        CheckWritable();
        using var batch = _database.CreateBatch();
        Span<byte> key = stackalloc byte[StagingKeys.PartSize];
        var record = new CanonicalWriter(4096);
        for (var i = 0; i < chunk.Entries.Count; i++)
        {
            var entry = chunk.Entries[i];
            record.Clear();
            batch.Put(
                ColumnFamily.Staging, StagingKeys.WriteEntry(key, PathOf(entry.Key)),
                record.Bytes(entry.Key).Raw(entry.Value).WrittenSpan);
        }

        batch.Put(ColumnFamily.Staging, StagingKeys.WritePart(key, chunk.Prefix), default);
        Write(batch, sync: false);
    }

    /// <summary>Stages a block that fits the chain of hashes.</summary>
    internal void StageBlock(Block block)
    {
        CheckWritable();
        using var batch = _database.CreateBatch();
        Span<byte> key = stackalloc byte[StagingKeys.BlockSize];
        batch.Put(ColumnFamily.Staging, StagingKeys.WriteBlock(key, block.Header.Height.Value), block.Encode());
        Write(batch, sync: false);
    }

    /// <summary>Drops what is staged.</summary>
    internal void DiscardStaged()
    {
        CheckWritable();
        using (var batch = _database.CreateBatch())
        {
            batch.DeleteAll(ColumnFamily.Staging);
            batch.Delete(ColumnFamily.Meta, RecordKeys.Restore);
            Write(batch, sync: true);
        }

        _database.Compact(ColumnFamily.Staging);
    }

    /// <summary>Puts what is staged, which is whole, in the place of the ledger.</summary>
    internal void Install(RestoreMarker marker)
    {
        lock (_maintenance)
        {
            InstallCore(marker);
        }
    }

    private void InstallCore(RestoreMarker marker)
    {
        CheckWritable();
        Check(marker.Header.Height > Height, $"the ledger has passed the snapshot at {marker.Header.Height}");
        if (FlawOfStaged(marker.Header) is { } flaw)
        {
            DiscardStaged();
            throw new StorageException(StorageFailure.Damaged, $"The snapshot at {marker.Header.Height} {flaw}.");
        }

        _generation++;
        using (var batch = _database.CreateBatch())
        {
            foreach (var family in Replaced)
            {
                batch.DeleteAll(family);
            }

            batch.Put(ColumnFamily.Meta, RecordKeys.Restore, marker.Encode());
            Write(batch, sync: true);
        }

        FinishInstallation(marker);
        _lastWritten = null;
        _head = LoadHead();
        LoadLowest();
        _generation++;
        CompactReplaced();
    }

    /// <summary>Goes on with an installation that was interrupted. Before anything else is read.</summary>
    private void ResumeInstallation()
    {
        if (ReadMarker(null) is not { IsInstalling: true } marker)
        {
            return;
        }

        if (_isReadOnly)
        {
            throw new StorageException(
                StorageFailure.RestoreInterrupted,
                $"The installation of a snapshot in {_directory} was interrupted; start the node to finish it.");
        }

        FinishInstallation(marker);
        CompactReplaced();
    }

    private void DropStaleRestore()
    {
        if (!_isReadOnly && ReadMarker(null) is { } marker && marker.Header.Height <= Height)
        {
            DiscardStaged();
        }
    }

    private void FinishInstallation(RestoreMarker marker)
    {
        var header = marker.Header;
        using (var installer = new StateInstaller(this, _database, header.Height, writes: true))
        {
            var root = installer.Run();
            if (root != header.StateRoot)
            {
                throw new StorageException(
                    StorageFailure.Damaged, $"The snapshot at {header.Height} is damaged; remove the directory.");
            }
        }

        var lowest = InstallBlocks() ?? throw new StorageException(
            StorageFailure.Damaged, $"The snapshot at {header.Height} has lost its block; remove the directory.");
        using (var batch = _database.CreateBatch())
        {
            if (EpochHeader.EndsEpoch(header))
            {
                AddEpochEnd(batch, header, marker.Certificate, ReadState(MembershipSchedule.StateKey, null));
            }

            AddHead(batch, header.Height.Value, header.Hash, header.StateRoot);
            batch.Put(ColumnFamily.Meta, RecordKeys.LowestBlock, HeightKey(lowest.Value));
            batch.Put(ColumnFamily.Meta, RecordKeys.LowestHistory, HeightKey(header.Height.Value));
            batch.Put(ColumnFamily.Meta, RecordKeys.LowestUndo, HeightKey(header.Height.Value));
            batch.Put(ColumnFamily.Meta, RecordKeys.SnapshotHeight, HeightKey(header.Height.Value));
            batch.DeleteAll(ColumnFamily.Staging);
            batch.Delete(ColumnFamily.Meta, RecordKeys.Restore);
            Write(batch, sync: true);
        }
    }

    /// <summary>What was removed still takes space, and an audit would not read it.</summary>
    private void CompactReplaced()
    {
        foreach (var family in Replaced)
        {
            _database.Compact(family);
        }

        _database.Compact(ColumnFamily.Staging);
    }

    /// <summary>Ascending, one write each: the index asks what earlier blocks executed.</summary>
    private SequenceNumber? InstallBlocks()
    {
        SequenceNumber? lowest = null;
        foreach (var block in ReadStagedBlocks())
        {
            lowest ??= block.Header.Height;
            using var batch = _database.CreateBatch();
            AddBlock(batch, block);
            AddTransactions(batch, block);
            Write(batch, sync: false);
        }

        return lowest;
    }

    private IEnumerable<Block> ReadStagedBlocks()
    {
        using var iterator = _database.Iterate(ColumnFamily.Staging, StagingKeys.Blocks, fillCache: false);
        for (; iterator.Valid; iterator.Next())
        {
            yield return Block.TryDecode(iterator.Value.ToArray())
                ?? throw new StorageException(StorageFailure.Damaged, "A staged block does not decode.");
        }
    }

    /// <summary>Why what is staged is not the state of a header, or null. Reads all of it.</summary>
    private string? FlawOfStaged(BlockHeader header)
    {
        try
        {
            using var installer = new StateInstaller(this, _database, header.Height, writes: false);
            if (installer.Run() != header.StateRoot)
            {
                return "does not have the state root of its header";
            }

            return EpochHeader.EndsEpoch(header) && NextMembers(header, ReadStagedSchedule()) == null
                ? "names other members than its header"
                : null;
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.Damaged)
        {
            return $"is damaged: {failure.Message}";
        }
    }

    private byte[]? ReadStagedSchedule()
    {
        Span<byte> key = stackalloc byte[StagingKeys.EntrySize];
        using var record = _database.Get(
            ColumnFamily.Staging, StagingKeys.WriteEntry(key, PathOf(MembershipSchedule.StateKey)));
        if (!record.Exists)
        {
            return null;
        }

        var (_, value) = StateInstaller.ReadEntry(record.Span);
        return value.ToArray();
    }

    private RestoreMarker? ReadMarker(SnapshotHandle? snapshot)
    {
        using var value = _database.Get(ColumnFamily.Meta, RecordKeys.Restore, snapshot);
        return value.Exists ? RestoreMarker.Decode(value.Span) : null;
    }

    /// <summary>Throws when a moment of the database lies within the installation of a snapshot.</summary>
    private void CheckInstalled(SnapshotHandle snapshot) =>
        Check(ReadMarker(snapshot) is not { IsInstalling: true }, "a snapshot is being installed; try again later");

    private void CheckGeneration(int generation) => Check(
        generation == _generation && generation % 2 == 0,
        "a snapshot was installed, or is being installed, in the place of this state");
}
