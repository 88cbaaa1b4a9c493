using Ledger.Storage;

namespace Ledger.Node.Admin;

/// <summary>
/// Backups and prunings of a running node, one at a time, beside the thread that commits blocks. Thread safe.
/// </summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private readonly LedgerStore _store;
    private readonly ulong _validityWindow;
    private readonly Action<Exception> _fail;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PruneRun _last = PruneRun.None;
    private volatile bool _disposed;

    /// <summary>For one store.</summary>
    /// <param name="store">The ledger.</param>
    /// <param name="validityWindow">The network's window, in blocks.</param>
    /// <param name="fail">Told when the ledger's own disk fails: the node ends.</param>
    public Maintenance(LedgerStore store, ulong validityWindow, Action<Exception> fail)
    {
        _store = store;
        _validityWindow = validityWindow;
        _fail = fail;
    }

    /// <summary>The pruning on request that is under way, or the last one.</summary>
    public PruneRun LastPrune => _last;

    /// <summary>Blocks below the head that stay in any case.</summary>
    public ulong ValidityWindow => _validityWindow;

    /// <summary>Writes a backup; see <see cref="LedgerStore.Backup"/>.</summary>
    /// <returns>Height and bytes of it; null when another operation is under way.</returns>
    /// <exception cref="StorageException">The backup cannot be made; the ledger itself is not concerned.</exception>
    public async Task<(ulong Height, long Bytes)?> TryBackupAsync(string directory)
    {
        if (!TryTakeTurn())
        {
            return null;
        }

        try
        {
            return await Task.Run(() =>
            {
                var height = _store.Backup(directory);
                return (height.Value, SizeOf(directory));
            }).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Begins a pruning that has no flaw.</summary>
    /// <returns>False when another operation is under way.</returns>
    public bool TryBeginPrune(PrunePlan plan)
    {
        if (!TryTakeTurn())
        {
            return false;
        }

        var run = new PruneRun(true, _store.DiskBytes, _store.LowestBlock.Value, _store.LowestHistory.Value, "");
        _last = run;
        _ = Task.Run(() =>
        {
            try
            {
                plan.Run(_store, _validityWindow);
                _last = run with { Running = false };
            }
            catch (Exception e)
            {
                _last = run with { Running = false, Failure = e.Message };
                _fail(e);
            }
            finally
            {
                _turn.Release();
            }
        });
        return true;
    }

    /// <summary>Carries out one step of the node's own retention once no other operation is under way.</summary>
    /// <exception cref="StorageException">The ledger's disk failed.</exception>
    public async Task PruneAsync(PrunePlan plan, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_disposed)
            {
                await Task.Run(() => plan.Run(_store, _validityWindow), cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Begins nothing more, and waits a bounded time for what is under way; the store makes good what is cut off.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (await _turn.WaitAsync(NodeLimits.ShutdownTimeout).ConfigureAwait(false))
        {
            _turn.Release();
        }
    }

    private bool TryTakeTurn() => !_disposed && _turn.Wait(TimeSpan.Zero);

    private static long SizeOf(string directory)
    {
        var sum = 0L;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles())
        {
            sum += file.Length;
        }

        return sum;
    }
}
