using System.Text;
using Ledger.Cli.Evidence;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Report.State;

/// <summary>
/// A stopped node's data directory. Values are what its disk holds: <see cref="ProveAsync"/> and <c>ledger verify</c> check them
/// against certified headers.
/// </summary>
internal sealed class StoppedReportState : IReportState, IDisposable
{
    private readonly StoppedNode _node;
    private readonly CommittedSnapshot _snapshot;
    private readonly string _path;

    /// <summary>Reads from an open directory, which stays the caller's.</summary>
    public StoppedReportState(StoppedNode node, string path)
    {
        _node = node;
        _path = path;
        _snapshot = node.Store.Snapshot();
    }

    /// <inheritdoc/>
    public string Source => _snapshot.Header is { } header
        ? $"Read from {_path}, block {header.Height}, header {header.Hash}; 'ledger verify' checks such a directory."
        : $"Read from {_path}, before the first block.";

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long TimeMilliseconds => (long)(_snapshot.Header?.TimeMilliseconds ?? 0);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string contract, byte[] key, CancellationToken cancellation) =>
        Task.FromResult(_snapshot.Get(WholeKey(contract, key)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<byte[], byte[]>>> RangeAsync(
        string contract, byte[] prefix, CancellationToken cancellation)
    {
        var whole = WholeKey(contract, prefix);
        var skipped = whole.Length - prefix.Length;
        var entries = _snapshot.Scan(whole).Take(IReportState.RangeEntriesMax + 1)
            .Select(e => new KeyValuePair<byte[], byte[]>(e.Key[skipped..], e.Value)).ToArray();
        return entries.Length <= IReportState.RangeEntriesMax
            ? Task.FromResult<IReadOnlyList<KeyValuePair<byte[], byte[]>>>(entries)
            : throw CommandException.Failed($"{contract} has too many entries for one report; ask for a shorter period");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyVersion>> HistoryAsync(string contract, byte[] key, CancellationToken cancellation)
    {
        var versions = new List<KeyVersion>();
        foreach (var (height, index, value) in _node.Store.History(WholeKey(contract, key)))
        {
            var block = height.Value == 0 ? null : _node.Store.ReadBlock(height);
            var transaction = block?.Batch.Transactions[index];
            versions.Add(new KeyVersion(
                height, index, value, transaction?.Id, transaction?.Body.Account ?? "", block?.Header.TimeMilliseconds ?? 0,
                IsConfirmed: false));
        }

        return Task.FromResult<IReadOnlyList<KeyVersion>>(versions);
    }

    /// <inheritdoc/>
    public Task<LedgerProof> ProveAsync(string contract, byte[] key, CancellationToken cancellation) =>
        Task.FromResult<LedgerProof>(_node.Prove(contract, key, default));

    /// <inheritdoc/>
    public void Dispose() => _snapshot.Dispose();

    private static byte[] WholeKey(string contract, byte[] key) => [.. Encoding.UTF8.GetBytes(contract), 0, .. key];
}
