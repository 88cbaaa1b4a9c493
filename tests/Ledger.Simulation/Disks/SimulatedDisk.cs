namespace Ledger.Simulation;

/// <summary>
/// A disk behind a write-ahead log, as RocksDB has it: atomic batches in one log, and a mark up to which they are
/// synced. A crash keeps everything synced and a prefix of the rest, cut at any byte: a batch that the cut goes through
/// is torn, and recovery discards it. Not thread safe.
/// </summary>
internal sealed class SimulatedDisk(SimulatedGenesis genesis)
{
    private readonly List<DiskBatch> _unsynced = [];
    private long _appended;

    /// <summary>What a restart would find at least.</summary>
    public DiskContents Contents { get; private set; } = new(genesis);

    /// <summary>Batches written and not synced.</summary>
    public int UnsyncedCount => _unsynced.Count;

    /// <summary>Writes a batch.</summary>
    /// <returns>Its position, for <see cref="Sync"/>.</returns>
    public long Append(DiskBatch batch)
    {
        _unsynced.Add(batch);
        return ++_appended;
    }

    /// <summary>Makes everything up to a position durable.</summary>
    public void Sync(long position)
    {
        var synced = _appended - _unsynced.Count;
        var count = (int)Math.Max(0, position - synced);
        for (var i = 0; i < count; i++)
        {
            _unsynced[i].ApplyTo(Contents);
        }

        _unsynced.RemoveRange(0, count);
    }

    /// <summary>The power goes, and comes back: recovery has read the log.</summary>
    /// <returns>Batches that were lost whole, and whether one was torn.</returns>
    public (int Lost, bool Torn) Crash(SeededRandom random)
    {
        var size = 0;
        foreach (var batch in _unsynced)
        {
            size += batch.Size;
        }

        // Often nothing of it has left the operating system yet.
        var cut = size == 0 || random.Chance(25) ? 0 : random.Below(size + 1);
        var kept = 0;
        while (kept < _unsynced.Count && cut >= _unsynced[kept].Size)
        {
            cut -= _unsynced[kept].Size;
            _unsynced[kept].ApplyTo(Contents);
            kept++;
        }

        var isTorn = kept < _unsynced.Count && cut > 0;
        var lost = _unsynced.Count - kept;
        _unsynced.Clear();
        return (isTorn ? lost - 1 : lost, isTorn);
    }

    /// <summary>Everything is gone.</summary>
    public void Lose()
    {
        _unsynced.Clear();
        Contents = new DiskContents(genesis);
    }
}
