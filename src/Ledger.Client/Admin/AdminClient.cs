using Ledger.Client.Connection;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

/// <summary>
/// The operator's way to one node of the own organisation. The identity of the options must be an administrator's: others
/// get <see cref="LedgerError.PermissionDenied"/>. Failures are <see cref="LedgerException"/>. Thread safe.
/// </summary>
public sealed class AdminClient : IAsyncDisposable
{
    /// <summary>Pause between two questions whether a pruning has ended.</summary>
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(200);

    private readonly LedgerClientOptions _options;
    private readonly NodeConnection _node;
    private readonly Wire.Admin.AdminClient _stub;

    private AdminClient(LedgerClientOptions options)
    {
        _options = options;
        _node = new NodeConnection(options.Node, options, new MemberDirectory(options.Genesis));
        _stub = new Wire.Admin.AdminClient(_node.Channel);
    }

    /// <summary>Makes a client of <see cref="LedgerClientOptions.Node"/>. The first call opens the connection.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static AdminClient Connect(LedgerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new AdminClient(options);
    }

    /// <summary>Has the node write a backup into a directory of its own machine.</summary>
    /// <param name="directory">An absolute path that does not exist.</param>
    /// <param name="timeout">Longest wait; the node goes on behind it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Height of the newest block in it, and its bytes.</returns>
    /// <exception cref="LedgerException">It could not be made, with the node's reason; nothing is left behind.</exception>
    public async Task<(SequenceNumber Height, ulong Bytes)> BackupAsync(
        string directory, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var response = await _node.CallAsync(
            _stub.BackupAsync, new Wire.BackupRequest { Directory = directory }, timeout, null, cancellation)
            .ConfigureAwait(false);
        return (new SequenceNumber(response.Height), response.Bytes);
    }

    /// <summary>Has the node give up old blocks and old versions of keys, and waits until their space is free.</summary>
    /// <param name="beforeHeight">The lowest block that stays; 0 to leave blocks alone.</param>
    /// <param name="keepBlocks">Or as many of the newest stay; 0 for no such limit.</param>
    /// <param name="historyHeight">Height from which on the history stays whole; 0 to leave it alone.</param>
    /// <param name="cancellation">Ends the wait; the node goes on.</param>
    /// <exception cref="LedgerException">
    /// InvalidArgument when that would touch what must stay; Refused while another operation is under way; Failed when the
    /// node's disk did.
    /// </exception>
    public async Task<PruneState> PruneAsync(
        ulong beforeHeight, ulong keepBlocks, ulong historyHeight, CancellationToken cancellation = default)
    {
        var request = new Wire.PruneRequest
        {
            BeforeHeight = beforeHeight, KeepBlocks = keepBlocks, HistoryHeight = historyHeight,
        };
        var state = Read(await _node.CallAsync(_stub.PruneAsync, request, _options.CallTimeout, null, cancellation)
            .ConfigureAwait(false));
        while (state.Running)
        {
            await Task.Delay(PollPause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            state = await PruneStateAsync(cancellation).ConfigureAwait(false);
        }

        return state.Failure.Length == 0 ? state : throw new LedgerException(LedgerError.Failed, state.Failure);
    }

    /// <summary>What the node keeps, and what became of its last pruning.</summary>
    public async Task<PruneState> PruneStateAsync(CancellationToken cancellation = default) =>
        Read(await _node.CallAsync(
            _stub.PruneStatusAsync, new Wire.PruneStatusRequest(), _options.CallTimeout, null, cancellation)
            .ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PruneState Read(Wire.PruneStatusResponse response) => new(
        response.Running, new SequenceNumber(response.Height), new SequenceNumber(response.LowestBlock),
        new SequenceNumber(response.LowestHistory), response.DiskBytes, response.BytesBefore,
        new SequenceNumber(response.LowestBlockBefore), new SequenceNumber(response.LowestHistoryBefore), response.Failure)
    {
        Contracts = [.. response.Contracts.Select(c => (c.Contract, new SequenceNumber(c.LowestHistory)))],
    };
}
