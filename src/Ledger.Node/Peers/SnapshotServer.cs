using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Peers;

/// <summary>
/// Holds at most two snapshots of the state for nodes that fetch one: the newest, and the one before for who is in the
/// middle of it. Taken when asked for, let go when nobody reads. Thread safe.
/// </summary>
internal sealed class SnapshotServer : IDisposable
{
    private readonly LedgerStore _store;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private StateSnapshot? _newest;
    private StateSnapshot? _before;
    private long _lastUse;
    private bool _disposed;

    public SnapshotServer(LedgerStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _timer = time.CreateTimer(
            _ => ReleaseIdle(), null, NodeLimits.SnapshotIdleMax, NodeLimits.SnapshotIdleMax);
    }

    /// <summary>The newest snapshot; null before the first block.</summary>
    public SnapshotManifest? Describe()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return null;
            }

            _lastUse = _time.GetTimestamp();
            if (_newest == null ||
                _store.Height.Value >= _newest.Manifest.Height.Value + NodeLimits.SnapshotRefreshBlocks)
            {
                _before?.Dispose();
                _before = _newest;
                _newest = _store.TakeStateSnapshot();
            }

            return _newest?.Manifest;
        }
    }

    /// <summary>A chunk of a snapshot; null when this height is not, or no longer, served.</summary>
    public StateChunk? Read(SequenceNumber height, StatePrefix prefix)
    {
        lock (_lock)
        {
            _lastUse = _time.GetTimestamp();
            var snapshot = _newest?.Manifest.Height == height ? _newest
                : _before?.Manifest.Height == height ? _before : null;
            return snapshot?.ReadChunk(prefix);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _disposed = true;
            Release();
        }
    }

    private void ReleaseIdle()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_lastUse) >= NodeLimits.SnapshotIdleMax)
            {
                Release();
            }
        }
    }

    private void Release()
    {
        _newest?.Dispose();
        _before?.Dispose();
        _newest = null;
        _before = null;
    }
}
