using System.Text;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Report.State;

/// <summary>
/// A ledger in memory, as simulations and tests have it: no history, nothing to prove. Not to be read while blocks execute.
/// </summary>
internal sealed class LocalReportState(LocalLedger ledger) : IReportState
{
    /// <inheritdoc/>
    public string Source => $"Simulated in memory, {ledger.Height} blocks; no network and no proofs.";

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long TimeMilliseconds => (long)ledger.TimeMilliseconds;

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string contract, byte[] key, CancellationToken cancellation) =>
        Task.FromResult(ledger.State.Get(WholeKey(contract, key)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<byte[], byte[]>>> RangeAsync(
        string contract, byte[] prefix, CancellationToken cancellation)
    {
        var whole = WholeKey(contract, prefix);
        var skipped = whole.Length - prefix.Length;
        return Task.FromResult<IReadOnlyList<KeyValuePair<byte[], byte[]>>>(
            [.. ledger.State.Scan(whole).Select(e => new KeyValuePair<byte[], byte[]>(e.Key[skipped..], e.Value))]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyVersion>> HistoryAsync(string contract, byte[] key, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<KeyVersion>>([]);

    /// <inheritdoc/>
    public Task<LedgerProof> ProveAsync(string contract, byte[] key, CancellationToken cancellation) =>
        throw CommandException.BadInput("a ledger in memory proves nothing");

    private static byte[] WholeKey(string contract, byte[] key) => [.. Encoding.UTF8.GetBytes(contract), 0, .. key];
}
