using System.Runtime.ExceptionServices;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// The writes of a batch above a state that does not change, with one level of storage for batch, transaction and call
/// alike: each write notes what it replaced, and undoing goes back through those notes. Point access is one lookup by
/// hash; an order of keys is only built once something scans. Values handed out are shared: nobody changes them. Not
/// thread safe.
/// </summary>
internal sealed partial class StateOverlay
{
    private readonly IStateView _base;
    private readonly Dictionary<byte[], OverlayEntry> _entries;
    private readonly Dictionary<byte[], OverlayEntry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<OverlayEntry> _listed = [];
    private readonly List<JournalRecord> _journal = [];
    private ExceptionDispatchInfo? _failure;
    private long _cachedBytes;

    public StateOverlay(IStateView baseState)
    {
        _base = baseState;
        _entries = new Dictionary<byte[], OverlayEntry>(KeyBytesComparer.Instance);
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Bytes charged to the block so far: writes, events, results.</summary>
    public long Bytes { get; private set; }

    /// <summary>The value, or null.</summary>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        var entry = Find(key);
        if (entry.Written)
        {
            return entry.Value;
        }

        Load(entry);
        return entry.BaseValue;
    }

    /// <summary>Sets the value; the overlay keeps the array.</summary>
    public void Put(ReadOnlySpan<byte> key, byte[] value, int transactionIndex) =>
        Write(Find(key), value, transactionIndex);

    /// <summary>Removes the key; nothing is noted when it is absent.</summary>
    public void Delete(ReadOnlySpan<byte> key, int transactionIndex)
    {
        var entry = Find(key);
        Load(entry);
        if ((entry.Written ? entry.Value : entry.BaseValue) != null)
        {
            Write(entry, null, transactionIndex);
        }
    }

    /// <summary>Charges bytes to the block; given back when undone.</summary>
    public void Charge(int bytes) => Bytes += bytes;

    /// <summary>The present moment.</summary>
    public OverlayMark Mark() => new(_journal.Count, Bytes);

    /// <summary>Undoes every write since the mark.</summary>
    public void Revert(OverlayMark mark)
    {
        for (var i = _journal.Count - 1; i >= mark.JournalCount; i--)
        {
            var record = _journal[i];
            record.Entry.Written = record.Written;
            record.Entry.Value = record.Value;
            record.Entry.TransactionIndex = record.TransactionIndex;
        }

        _journal.RemoveRange(mark.JournalCount, _journal.Count - mark.JournalCount);
        Bytes = mark.Bytes;
    }

    /// <summary>Forgets how to undo; called between transactions.</summary>
    public void Commit() => _journal.Clear();

    /// <summary>Lets go of values that were only read once they take more than the limit.</summary>
    public void TrimReadCache(long bytesMax)
    {
        if (_cachedBytes <= bytesMax)
        {
            return;
        }

        _cachedBytes = 0;
        foreach (var (key, entry) in _entries)
        {
            if (!entry.Listed)
            {
                _entries.Remove(key);
            }
        }
    }

    /// <summary>
    /// Throws what the base state threw, if it did: a disk that fails stops the node, whatever a contract made
    /// of it.
    /// </summary>
    public void ThrowIfBaseFailed() => _failure?.Throw();

    /// <summary>
    /// The standing writes, ascending by key. A key that was absent and is absent again is not among
    /// them.
    /// </summary>
    public List<StateWrite> Writes()
    {
        var writes = new List<StateWrite>(_listed.Count);
        foreach (var entry in _listed)
        {
            if (entry.Written && !(entry.Value == null && entry.BaseKnown && entry.BaseValue == null))
            {
                writes.Add(new StateWrite(entry.Key, entry.Value, entry.TransactionIndex));
            }
        }

        writes.Sort(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        return writes;
    }

    private OverlayEntry Find(ReadOnlySpan<byte> key)
    {
        if (!_lookup.TryGetValue(key, out var entry))
        {
            entry = new OverlayEntry(key.ToArray());
            _entries.Add(entry.Key, entry);
            _cachedBytes += key.Length;
        }

        return entry;
    }

    private void Load(OverlayEntry entry)
    {
        if (entry.BaseKnown)
        {
            return;
        }

        try
        {
            entry.BaseValue = _base.Get(entry.Key);
        }
        catch (Exception e)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }

        entry.BaseKnown = true;
        _cachedBytes += entry.BaseValue?.Length ?? 0;
    }

    private void Write(OverlayEntry entry, byte[]? value, int transactionIndex)
    {
        _journal.Add(new JournalRecord(entry, entry.Written, entry.Value, entry.TransactionIndex));
        entry.Written = true;
        entry.Value = value;
        entry.TransactionIndex = transactionIndex;
        if (!entry.Listed)
        {
            entry.Listed = true;
            _listed.Add(entry);
        }
    }

    private readonly record struct JournalRecord(OverlayEntry Entry, bool Written, byte[]? Value, int TransactionIndex);
}
