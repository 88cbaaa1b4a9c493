using System.Diagnostics;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>
/// A member's way to the ledger: one key, its own cell's node first, the other nodes when that one is away. A
/// transaction is signed once and the same bytes go to the next node, so that it can never execute twice. One
/// transaction at a time.
/// </summary>
internal sealed class MemberClient : IAsyncDisposable
{
    /// <summary>Nodes that one transaction is handed to, one after another and each perhaps again.</summary>
    private const int AttemptsMax = 16;

    /// <summary>
    /// Pause after a node that was not ready for the transaction yet, a block behind the one that gave the height.
    /// </summary>
    private static readonly TimeSpan BehindPause = TimeSpan.FromMilliseconds(20);

    private readonly LocalNetwork _network;
    private readonly DeviceIdentity _identity;
    private readonly LatencyLog? _latency;
    private readonly NetworkNode[] _nodes;
    private readonly LedgerClient?[] _clients;
    private int _current;

    /// <summary>Prepares a member; nothing is opened yet.</summary>
    /// <param name="network">The network.</param>
    /// <param name="member">Who acts.</param>
    /// <param name="latency">Where the times of its transactions go; null for nowhere.</param>
    public MemberClient(LocalNetwork network, Member member, LatencyLog? latency = null)
    {
        _network = network;
        _latency = latency;
        _identity = DeviceIdentity.Load(network.Layout.Device(member.Organisation, member.Name));
        _nodes = [.. network.Nodes.OrderBy(n => n.Organisation == member.Organisation ? 0 : 1)];
        _clients = new LedgerClient?[_nodes.Length];
        Account = member.Account;
    }

    public string Account { get; }

    /// <summary>The client for the node that this member talks to now.</summary>
    public LedgerClient Client => ClientOf(_current);

    /// <summary>Goes back to its own cell's node with the next transaction.</summary>
    public void ReturnHome() => _current = 0;

    /// <summary>Tells the ledger this member's certificate.</summary>
    public Task<TransactionReceipt> EnrolAsync(CancellationToken cancellation) => SubmitAsync(
        new CallArguments().Bytes(_identity.Certificate.Encoded.Span).Call("identity", "enrol"), cancellation);

    /// <summary>Hands in one call and waits until it is final and Ok.</summary>
    public Task<TransactionReceipt> SubmitAsync(ContractCall call, CancellationToken cancellation) =>
        SubmitAsync([call], atomic: false, cancellation);

    /// <summary>Hands in calls under one signature and waits until they are final and Ok.</summary>
    /// <exception cref="LedgerException">Refused, or no node could be reached.</exception>
    public async Task<TransactionReceipt> SubmitAsync(
        IReadOnlyList<ContractCall> calls, bool atomic, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var receipt = await DeliverAsync(calls, atomic, cancellation).ConfigureAwait(false);
        receipt.EnsureOk();
        _latency?.Add(Stopwatch.GetElapsedTime(started));
        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.OfType<LedgerClient>())
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        _identity.Dispose();
    }

    private async Task<TransactionReceipt> DeliverAsync(
        IReadOnlyList<ContractCall> calls, bool atomic, CancellationToken cancellation)
    {
        Transaction? signed = null;
        var sentBefore = false;
        var isKnown = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                signed ??= await Client.SignAsync(calls, atomic, cancellation).ConfigureAwait(false);
                return isKnown
                    ? await Client.GetReceiptAsync(signed.Id, cancellation).ConfigureAwait(false)
                    : await Client.SubmitAsync(signed, cancellation).ConfigureAwait(false);
            }
            catch (LedgerException e) when (e.Code == LedgerError.Duplicate && sentBefore && !isKnown)
            {
                // The node that was lost had passed it on.
                isKnown = true;
            }
            catch (LedgerException e) when (e.Code == LedgerError.Unavailable && attempt < AttemptsMax)
            {
                sentBefore = signed != null;
                _current = (_current + 1) % _nodes.Length;
            }
            catch (LedgerException e) when (e.Code == LedgerError.Refused && sentBefore && attempt < AttemptsMax)
            {
                await Task.Delay(BehindPause, cancellation).ConfigureAwait(false);
            }
        }
    }

    private LedgerClient ClientOf(int index) => _clients[index] ??= LedgerClient.Connect(new LedgerClientOptions
    {
        Node = _nodes[index].Uri,
        OtherNodes = [.. _nodes.Where((_, i) => i != index).Select(n => n.Uri)],
        Identity = _identity,
        Genesis = _network.Genesis,
        ChainId = _network.ChainId,
        RetriesMax = 0,
    });
}
