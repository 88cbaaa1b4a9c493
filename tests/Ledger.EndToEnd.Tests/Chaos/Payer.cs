using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// A client of the SDK that hands one transaction after another to whatever node takes it. A transaction is signed once;
/// the same bytes go from node to node a bounded number of times, so it can never execute twice. One caller.
/// </summary>
internal sealed class Payer : IAsyncDisposable
{
    /// <summary>Nodes that one transaction is handed to or asked for, one after another.</summary>
    private const int AttemptsMax = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly LocalNetwork _network;
    private readonly DeviceConnection?[] _connections;
    private int _current;

    public Payer(LocalNetwork network, string account, int home)
    {
        _network = network;
        _connections = new DeviceConnection?[network.Nodes.Count];
        _current = home % _connections.Length;
        Account = account;
    }

    public string Account { get; }

    /// <summary>Signs a call at a node that answers; null when none does.</summary>
    public async Task<Transaction?> SignAsync(ContractCall call, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            try
            {
                return await Client.SignAsync([call], atomic: true, cancellation);
            }
            catch (LedgerException e) when (e.Code is LedgerError.Unavailable or LedgerError.Timeout)
            {
                Next();
            }
        }

        return null;
    }

    /// <summary>Hands a transaction in and waits until it is final.</summary>
    /// <param name="transaction">What <see cref="SignAsync"/> made.</param>
    /// <param name="trouble">Told of every attempt that did not work.</param>
    /// <param name="cancellation">Ends it; the outcome is then open.</param>
    /// <returns>The receipt, or null when no node gave one: then the outcome is open.</returns>
    public async Task<TransactionReceipt?> DeliverAsync(
        Transaction transaction, Action<LedgerException> trouble, CancellationToken cancellation)
    {
        var isKnown = false;
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            try
            {
                return isKnown
                    ? await Client.GetReceiptAsync(transaction.Id, cancellation)
                    : await Client.SubmitAsync(transaction, cancellation);
            }
            catch (LedgerException e) when (e.Code == LedgerError.Duplicate && attempt > 0)
            {
                // An earlier attempt arrived after all: this node knows it.
                isKnown = true;
            }
            catch (LedgerException e) when (e.Code is LedgerError.Unavailable or LedgerError.Timeout or LedgerError.Busy
                                                or LedgerError.Refused or LedgerError.NotFound)
            {
                trouble(e);
                isKnown = false;
                Next();
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.OfType<DeviceConnection>())
        {
            await connection.DisposeAsync();
        }
    }

    private LedgerClient Client => (_connections[_current] ??= _network.Connect(
        Account, _network.Nodes[_current].Name,
        options => options with
        {
            ConnectTimeout = Patience, CallTimeout = Patience, FinalityTimeout = Patience, RetriesMax = 0,
        })).Client;

    private void Next() => _current = (_current + 1) % _connections.Length;
}
