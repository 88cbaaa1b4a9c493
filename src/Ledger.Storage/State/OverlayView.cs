using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>State through a chain of pending states to the database. Thread safe.</summary>
internal sealed class OverlayView : IStateView
{
    private readonly LedgerStore _store;
    private readonly PendingState? _tip;
    private readonly SequenceNumber _height;
    private readonly int _generation;

    /// <summary>A view of a pending state, or of the committed one.</summary>
    public OverlayView(LedgerStore store, PendingState? tip, SequenceNumber height, int generation)
    {
        _store = store;
        _tip = tip;
        _height = height;
        _generation = generation;
    }

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        for (var pending = _tip; pending != null; pending = pending.Parent)
        {
            if (pending.TryFind(key, out var written))
            {
                return written;
            }
        }

        var value = _store.ReadState(key, null);
        _store.CheckNotPassed(_tip, _height, _generation);
        return value;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        var overlays = new List<PendingState>();
        for (var pending = _tip; pending != null; pending = pending.Parent)
        {
            overlays.Add(pending);
        }

        // The iterator sees one moment; if no commit has passed this view by now, that moment lies within the view's
        // history.
        var iterator = _store.IterateState(prefix.Span, null);
        try
        {
            _store.CheckNotPassed(_tip, _height, _generation);
        }
        catch
        {
            iterator.Dispose();
            throw;
        }

        foreach (var entry in StateScan.Merge(overlays, iterator, prefix))
        {
            yield return entry;
        }
    }
}
