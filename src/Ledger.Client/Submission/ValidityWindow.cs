using Ledger.Primitives;

namespace Ledger.Client.Submission;

/// <summary>
/// Chooses the blocks in which a new transaction may stand, from the newest height that is known. Heights come from
/// receipts and status; when the last news is too old, the node is asked, once for all who wait. Thread safe.
/// </summary>
internal sealed class ValidityWindow : IDisposable
{
    private readonly LedgerClientOptions _options;
    private readonly Func<CancellationToken, Task<SequenceNumber>> _ask;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly int _blocks;
    private long _height;
    private long _heardAt;
    private volatile bool _stale = true;

    public ValidityWindow(LedgerClientOptions options, Func<CancellationToken, Task<SequenceNumber>> ask)
    {
        _options = options;
        _ask = ask;
        _blocks = options.ValidityBlocks > 0 ? options.ValidityBlocks : options.Genesis.ValidityWindowBlocks;
    }

    /// <summary>First and last height for a transaction made now.</summary>
    public async ValueTask<(ulong From, ulong Until)> NextAsync(CancellationToken cancellation)
    {
        if (IsOld)
        {
            await RefreshAsync(cancellation).ConfigureAwait(false);
        }

        // From the known height itself, not the one after: a node that is a block behind still takes the transaction.
        var from = (ulong)Math.Max(1, Volatile.Read(ref _height));
        return (from, from + (ulong)_blocks - 1);
    }

    /// <summary>The chain has reached this height.</summary>
    public void Heard(SequenceNumber height)
    {
        var value = (long)Math.Min(height.Value, long.MaxValue / 2);
        var known = Volatile.Read(ref _height);
        while (value > known)
        {
            var seen = Interlocked.CompareExchange(ref _height, value, known);
            if (seen == known)
            {
                break;
            }

            known = seen;
        }

        Volatile.Write(ref _heardAt, _options.TimeProvider.GetTimestamp());
        _stale = false;
    }

    /// <summary>A node refused for the window's sake: ask before the next transaction.</summary>
    public void Doubt() => _stale = true;

    public void Dispose() => _asking.Dispose();

    private bool IsOld =>
        _stale || _options.TimeProvider.GetElapsedTime(Volatile.Read(ref _heardAt)) > _options.HeightAgeMax;

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (IsOld)
            {
                Heard(await _ask(cancellation).ConfigureAwait(false));
            }
        }
        finally
        {
            _asking.Release();
        }
    }
}
