using System.Net;
using Ledger.Consensus;
using Ledger.Grpc.Client;
using Ledger.Identity;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Node.Gateway;
using Ledger.Node.Peers;
using Ledger.Node.Security;
using Ledger.Primitives;
using Ledger.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Ledger.Node;

/// <summary>
/// A validator: opens the store, restores the replica from what it has signed, connects to its peers and serves
/// clients, until it is told to
/// stop or something of its own fails. One instance per data directory.
/// </summary>
public sealed class LedgerNode : IAsyncDisposable
{
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeEnvironment _environment;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly LedgerStore _store;
    private readonly Dictionary<ReplicaId, PeerLink> _links = [];
    private readonly ExecutionPipeline _execution;
    private readonly ConsensusLoop _loop;
    private readonly BlockFetcher _fetcher;
    private readonly WebApplication _web;
    private readonly string _listen;

    private LedgerNode(NodeConfiguration configuration, NodeEnvironment environment, LedgerStore store, ILoggerFactory logs)
    {
        _environment = environment;
        _store = store;
        _logs = logs;
        _log = logs.CreateLogger("ledger");
        _listen = configuration.Listen;

        var verified = new VerifiedTransactions();
        var finality = new FinalityBoard();
        var feed = new BlockFeed(store.Height);
        var executor = ExecutorFactory.Create(environment.Genesis, environment.Trust);
        var messages = new MessageVerifier(
            Ed25519.Instance, environment.ChainId, environment.Membership, verified.Contains, verified.Add);

        DialPeers(configuration);
        _execution = new ExecutionPipeline(store, executor, finality, feed, environment.Membership, Fail);
        _fetcher = new BlockFetcher(store, _execution, Ed25519.Instance, environment.Membership, _links, _log);
        var effects = new NodeEffects(store, _execution, _links, StartCatchUp, _log);
        _loop = new ConsensusLoop(RestoreReplica(), effects, TimeProvider.System, Fail);

        var door = new Door(environment.Genesis.TimeMilliseconds, store, executor, verified, Ed25519.Instance, finality, _loop);
        var status = new NodeStatus(environment, store, _loop, _execution, _links);
        var gateway = new GatewayService(door, store, executor, finality, feed, status);
        var peers = new PeerService(
            _loop, messages, store, new PeerDirectory(environment.Membership), logs.CreateLogger<PeerService>());
        _web = WebHostSetup.Build(IPEndPoint.Parse(_listen), environment, gateway, peers, _log);
    }

    /// <summary>
    /// Completes when the node must end: with null after <see cref="DisposeAsync"/>, with the reason when something of its own failed (a
    /// disk that does not write, an execution that differs from the quorum's).
    /// </summary>
    public Task<Exception?> Ended => _ended.Task;

    /// <summary>Opens everything and begins to take part.</summary>
    /// <exception cref="NodeConfigurationException">The configuration cannot work; one line for the operator.</exception>
    /// <exception cref="StorageException">The data directory cannot be used; one line for the operator.</exception>
    public static async Task<LedgerNode> StartAsync(NodeConfiguration configuration, ILoggerFactory logs)
    {
        var environment = NodeEnvironment.Load(configuration);
        var store = LedgerStore.Open(configuration.Data, environment.ChainId);
        LedgerNode node;
        try
        {
            node = new LedgerNode(configuration, environment, store, logs);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        try
        {
            await node.StartAsync(configuration.Name).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw new NodeConfigurationException($"cannot listen on {configuration.Listen}: {e.Message}");
        }

        return node;
    }

    /// <summary>Stops in order: no more calls, no more messages, the last block written, the store closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_links.Values.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);
        using (var bound = new CancellationTokenSource(NodeLimits.DrainTimeout))
        {
            // Streams of peers and followers never end by themselves: what is not done within the bound is cut off.
            await _web.StopAsync(bound.Token).ConfigureAwait(false);
        }

        _loop.Dispose();

        _execution.Dispose();
        await _web.DisposeAsync().ConfigureAwait(false);
        _log.Stopped(_store.Height.Value);
        _store.Dispose();
        _ended.TrySetResult(null);
    }

    private async Task StartAsync(string name)
    {
        _log.Starting(
            name, _environment.ChainId.ToShortString(), _store.Height.Value, _environment.Membership.Count);
        await _web.StartAsync(_stop.Token).ConfigureAwait(false);
        _log.Listening(_listen);
        _execution.Start(_loop);
        _loop.Start();
        foreach (var link in _links.Values)
        {
            link.Start();
        }
    }

    private Replica RestoreReplica()
    {
        var window = _environment.Genesis.ValidityWindowBlocks;
        var options = new ReplicaOptions
        {
            Self = _environment.Self,
            Membership = _environment.Membership,
            ChainId = _environment.ChainId,
            ValidityWindowMax = window,
        };
        var recentFrom = _store.Height.Value > (ulong)window ? _store.Height.Value - (ulong)window : 1;
        return new Replica(options, _environment.Identity.Signer, new ReplicaStart(
            _store.Head, _store.HeadCertificate, _store.LoadConsensus(),
            _store.RecentTransactions(new SequenceNumber(recentFrom))));
    }

    private void DialPeers(NodeConfiguration configuration)
    {
        var addresses = configuration.Peers.ToDictionary(p => p.Name, p => p.Address, StringComparer.Ordinal);
        for (ushort i = 0; i < _environment.Membership.Count; i++)
        {
            var id = new ReplicaId(i);
            if (id == _environment.Self)
            {
                continue;
            }

            var validator = _environment.Membership.Validators[i];
            if (!addresses.TryGetValue(validator.Name, out var address))
            {
                throw new NodeConfigurationException($"the configuration gives no address for {validator.Name}");
            }

            var channel = GrpcChannel.ForAddress(
                new Uri($"https://{address}"), TlsSetup.ForPeer(_environment, $"{validator.Organisation}/{validator.Name}"));
            _links.Add(id, new PeerLink(id, validator.Name, channel, _log));
        }
    }

    private void StartCatchUp(CatchUp catchUp) => _ = Task.Run(async () =>
    {
        try
        {
            await _fetcher.RunAsync(catchUp.Target, catchUp.Peers, _loop, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping: the replica that asked is going too.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    });

    private void Fail(Exception reason)
    {
        // A failure of our own disk or code: going on could only spread it. The process ends and says why.
        if (_ended.TrySetResult(reason))
        {
            _log.Failed(reason, reason.Message);
        }
    }
}
