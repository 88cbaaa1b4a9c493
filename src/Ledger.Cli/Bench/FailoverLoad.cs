using Ledger.Client;

namespace Ledger.Cli.Bench;

/// <summary>
/// Load that outlives its nodes: every client keeps a number of transfers in flight over one stream, and goes to the
/// next node when it loses its own. A receipt that is not Ok, or an answer that proves nothing, fails the run; a node
/// that is away, late or full does not.
/// </summary>
internal sealed class FailoverLoad : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBetweenNodes = TimeSpan.FromMilliseconds(50);

    private readonly BenchNetwork _network;
    private readonly int _inFlight;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private long _transactions;
    private volatile string? _failure;

    private FailoverLoad(BenchNetwork network, int inFlight)
    {
        _network = network;
        _inFlight = inFlight;
        _clients = [.. network.Clients.Select((client, place) => Task.Run(() => LoadAsync(client, place)))];
    }

    /// <summary>Transactions whose receipts came back Ok.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Starts the load; it runs until it is disposed of.</summary>
    public static FailoverLoad Start(BenchNetwork network, int inFlight) => new(network, inFlight);

    /// <summary>Throws when something went wrong that a kill does not explain.</summary>
    /// <exception cref="CommandException">What it was.</exception>
    public void Check()
    {
        if (_failure != null)
        {
            throw CommandException.Failed($"the load failed: {_failure}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_clients).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static bool IsPassing(LedgerError error) =>
        error is LedgerError.Unavailable or LedgerError.Timeout or LedgerError.Busy or LedgerError.Refused
            or LedgerError.Duplicate;

    private async Task LoadAsync(BenchClient client, int place)
    {
        var nodes = _network.Network.Nodes;
        try
        {
            for (var next = place; _failure == null; next++)
            {
                var connection = _network.Network.Connect(
                    client.Connection.Client.Account, nodes[next % nodes.Count].Name,
                    options => options with { ConnectTimeout = ConnectTimeout, RetriesMax = 0 });
                await using (connection.ConfigureAwait(false))
                {
                    await UseAsync(connection.Client, client).ConfigureAwait(false);
                }

                await Task.Delay(PauseBetweenNodes, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the load; what is in flight is nobody's concern any more.
        }
        catch (LedgerException e)
        {
            _failure ??= $"{e.Code}: {e.Message}";
        }
    }

    /// <summary>Submits through one node until it is lost or does not take any more.</summary>
    private async Task UseAsync(LedgerClient ledger, BenchClient client)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var recording = new List<Task>();
        var stream = ledger.OpenSubmitStream(_inFlight);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                while (_failure == null)
                {
                    var calls = Workload.Transfer.Make(client, client.Made++);
                    var final = await stream.SubmitAsync(calls, atomic: false, leave.Token).ConfigureAwait(false);
                    recording.RemoveAll(r => r.IsCompleted);
                    recording.Add(RecordAsync(final, leave));
                }
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
            }
            catch (LedgerException e) when (IsPassing(e.Code))
            {
            }
        }

        // The stream has ended, so nothing of it is open any more and nobody will cancel what is disposed of here.
        await Task.WhenAll(recording).ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }

    private async Task RecordAsync(Task<TransactionReceipt> final, CancellationTokenSource leave)
    {
        try
        {
            var receipt = await final.ConfigureAwait(false);
            Interlocked.Increment(ref _transactions);
            if (!receipt.IsOk)
            {
                _failure ??= $"a receipt says {receipt.Status}: {receipt.Message}";
            }
        }
        catch (LedgerException e) when (IsPassing(e.Code))
        {
            await leave.CancelAsync().ConfigureAwait(false);
        }
        catch (LedgerException e)
        {
            _failure ??= $"{e.Code}: {e.Message}";
        }
    }
}
