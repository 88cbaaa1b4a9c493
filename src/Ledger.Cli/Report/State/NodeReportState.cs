using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Report.State;

/// <summary>
/// A running node through the SDK: every value is checked against a header that a quorum certified. That a range leaves
/// nothing out, and older versions, are the node's word; that their transactions stand in certified blocks is checked.
/// </summary>
internal sealed class NodeReportState(LedgerClient client, string node) : IReportState
{
    private readonly Lock _lock = new();
    private BlockHeader? _newest;

    /// <inheritdoc/>
    public string Source
    {
        get
        {
            lock (_lock)
            {
                return _newest == null
                    ? $"Read from {node}."
                    : $"Read from {node}, every value checked with its proof; newest block {_newest.Height}, header {_newest.Hash}.";
            }
        }
    }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public long TimeMilliseconds
    {
        get
        {
            lock (_lock)
            {
                return (long)(_newest?.TimeMilliseconds ?? 0);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string contract, byte[] key, CancellationToken cancellation)
    {
        var read = await client.QueryAsync(contract, key, cancellation: cancellation).ConfigureAwait(false);
        See(read.Header);
        return read.Value;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyValuePair<byte[], byte[]>>> RangeAsync(
        string contract, byte[] prefix, CancellationToken cancellation)
    {
        var entries = new List<KeyValuePair<byte[], byte[]>>();
        await foreach (var entry in client.RangeAsync(contract, prefix, cancellation).ConfigureAwait(false))
        {
            See(entry.Header);
            entries.Add(new(entry.Key.ToArray(), entry.Value.Value!));
            if (entries.Count > IReportState.RangeEntriesMax)
            {
                throw CommandException.Failed($"{contract} has too many entries for one report; ask for a shorter period");
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyVersion>> HistoryAsync(string contract, byte[] key, CancellationToken cancellation)
    {
        var versions = new List<KeyVersion>();
        await foreach (var page in client.HistoryAsync(contract, key, confirm: true, cancellation).ConfigureAwait(false))
        {
            versions.AddRange(page.Versions);
        }

        return versions;
    }

    /// <inheritdoc/>
    public async Task<LedgerProof> ProveAsync(string contract, byte[] key, CancellationToken cancellation) =>
        await client.ProveValueAsync(contract, key, default, cancellation).ConfigureAwait(false);

    private void See(BlockHeader header)
    {
        lock (_lock)
        {
            _newest = _newest == null || header.Height > _newest.Height ? header : _newest;
        }
    }
}
