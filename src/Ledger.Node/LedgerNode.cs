using System.Net;
using Ledger.Consensus;
using Ledger.Identity;
using Ledger.Node.Admin;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Node.Gateway;
using Ledger.Node.Peers;
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
    private readonly PeerNetwork _network;
    private readonly SnapshotServer _snapshots;
    private readonly ExecutionPipeline _execution;
    private readonly ConsensusLoop _loop;
    private readonly CatchUpRunner _catchUp;
    private readonly Maintenance _maintenance;
    private readonly Retention? _retention;
    private Task _rejoining = Task.CompletedTask;
    private Task _retaining = Task.CompletedTask;
    private readonly WebApplication _web;
    private readonly string _listen;

    private LedgerNode(NodeConfiguration configuration, NodeEnvironment environment, LedgerStore store, ILoggerFactory logs)
    {
        _environment = environment;
        _store = store;
        _logs = logs;
        _log = logs.CreateLogger("ledger");
        _listen = configuration.Listen;

        TimeProvider time = configuration.ClockOffsetMilliseconds == 0
            ? TimeProvider.System : new ShiftedTime(TimeSpan.FromMilliseconds(configuration.ClockOffsetMilliseconds));
        var verified = new VerifiedTransactions();
        var finality = new FinalityBoard();
        var feed = new BlockFeed(store.Height);
        var genesis = environment.Genesis;
        var executor = ExecutorFactory.Create(genesis, environment.Trust);
        using (var snapshot = store.Snapshot())
        {
            // Reads now and compiles meanwhile, so that the first block does not wait for the compiler.
            _ = executor.Prepare(snapshot);
        }

        var blocks = ExecutorFactory.CreateForBlocks(executor, genesis, environment.ChainId);
        _execution = new ExecutionPipeline(store, blocks, finality, feed, genesis, Fail);
        var start = StartOfReplica();
        var messages = new MessageVerifier(
            new RememberedVotes(Ed25519.Instance), start.Epoch, verified.Contains, verified.Add);

        _network = new PeerNetwork(
            environment, configuration.Name, start.Epoch, () => ReadPeers(configuration), time, _log);
        _snapshots = new SnapshotServer(store, time);
        _catchUp = new CatchUpRunner(
            store,
            new BlockFetcher(store, _execution, Ed25519.Instance, _log),
            new SnapshotFetcher(store, _execution, Ed25519.Instance, genesis, _log),
            _network,
            configuration.SnapshotGapBlocks ?? NodeLimits.SnapshotGapBlocks,
            _log);
        var effects = new NodeEffects(store, _execution, _network, messages, StartCatchUp, StartProbe, _log);
        _loop = new ConsensusLoop(new Replica(OptionsOf(configuration), Keys(), start), effects, time, Fail);

        var door = new Door(genesis.TimeMilliseconds, store, executor, verified, Ed25519.Instance, finality, _loop);
        var status = new NodeStatus(environment, store, _loop, _execution, _network);
        var gateway = new GatewayService(door, store, executor, finality, feed, status);
        var peers = new PeerService(
            _loop, messages, store, _snapshots, _network, logs.CreateLogger<PeerService>());
        _maintenance = new Maintenance(store, (ulong)genesis.ValidityWindowBlocks, Fail);
        var admin = new AdminService(
            store, _maintenance, new Administrators(environment.Identity.Certificate.Organisation), _log);
        _retention = configuration.Retention is { } retention
            ? new Retention(retention, store, _maintenance, feed, () => _loop.Status.LowWatermark, time, _log)
            : null;
        _web = WebHostSetup.Build(IPEndPoint.Parse(_listen), environment, time, gateway, peers, admin, _log);
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
        configuration.Retention?.CheckAgainst(environment.Genesis.ValidityWindowBlocks);
        var isNew = !LedgerStore.Exists(configuration.Data);
        var store = LedgerStore.Open(
            configuration.Data, environment.ChainId, new StoreOptions { NewIncarnation = NewIncarnation() });
        LedgerNode node;
        try
        {
            node = new LedgerNode(configuration, environment, store, logs);
            if (isNew)
            {
                node._log.NotVoting(
                    "its data directory is new and does not remember what this key has signed; it asks to vote again");
            }
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

    /// <summary>
    /// Makes the data directory of a node whose key has never voted. A node that finds no directory, because it has lost
    /// it, votes only after the others have agreed to begin anew with it (docs/adr/0007).
    /// </summary>
    /// <exception cref="NodeConfigurationException">The genesis file cannot be read.</exception>
    /// <exception cref="StorageException">There is a ledger already, or the directory cannot be made.</exception>
    public static void InitialiseData(NodeConfiguration configuration)
    {
        var (_, chainId) = NodeEnvironment.ReadGenesis(configuration.Genesis);
        LedgerStore.Initialise(configuration.Data, chainId, incarnation: 0);
    }

    /// <summary>Stops in order: no more calls, no more messages, the last block written, the store closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _network.DisposeAsync().ConfigureAwait(false);
        await _rejoining.ConfigureAwait(false);
        await _retaining.ConfigureAwait(false);
        using (var bound = new CancellationTokenSource(NodeLimits.DrainTimeout))
        {
            // Streams of peers and followers never end by themselves: what is not done within the bound is cut off.
            await _web.StopAsync(bound.Token).ConfigureAwait(false);
        }

        await _maintenance.DisposeAsync().ConfigureAwait(false);
        _loop.Dispose();

        _execution.Dispose();
        await _web.DisposeAsync().ConfigureAwait(false);
        _snapshots.Dispose();
        _log.Stopped(_store.Height.Value);
        _store.Dispose();
        _ended.TrySetResult(null);
    }

    private async Task StartAsync(string name)
    {
        _log.Starting(
            name, _environment.ChainId.ToShortString(), _store.Height.Value, _network.Route.Epoch.Membership.Count);
        await _web.StartAsync(_stop.Token).ConfigureAwait(false);
        _log.Listening(_listen);
        _execution.Start(_loop);
        _loop.Start();
        _network.Start();
        if (_retention != null)
        {
            _retaining = Task.Run(() => UntilStoppedAsync(_retention.RunAsync));
        }

        if (_loop.Status.Self == null)
        {
            _log.NotVoting("the members do not list its key, or not with the incarnation of its data directory");
            var claim = new RejoinClaim(
                _environment.Identity, _store.Incarnation, _environment.ChainId, _network, _loop, _log);
            _rejoining = Task.Run(() => UntilStoppedAsync(claim.RunAsync));
        }
    }

    private ReplicaStart StartOfReplica()
    {
        var window = (ulong)_environment.Genesis.ValidityWindowBlocks;
        var (head, schedule) = (_store.Height, _execution.Schedule);
        var recentFrom = head.Value > window ? head.Value - window : 1;
        return new ReplicaStart(
            _store.EpochAt(schedule, head.Next), schedule.PendingAt(head.Next), _store.Head, _store.HeadCertificate,
            _store.LoadConsensus(), _store.RecentTransactions(new SequenceNumber(recentFrom)));
    }

    private ReplicaOptions OptionsOf(NodeConfiguration configuration)
    {
        var options = new ReplicaOptions
        {
            ChainId = _environment.ChainId,
            Parameters = _environment.Genesis.Consensus,
            ValidityWindowMax = _environment.Genesis.ValidityWindowBlocks,
        };
        return configuration.Timers == "fast" ? options.WithFastTimers() : options;
    }

    private ReplicaKeys Keys()
    {
        var signers = new List<IEd25519Signer> { _environment.Identity.Signer };
        if (_environment.NextIdentity is { } next)
        {
            signers.Add(next.Signer);
        }

        return new ReplicaKeys(signers, _store.Incarnation);
    }

    private static ulong NewIncarnation()
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }

    /// <summary>From the file as it is now; from memory when somebody is just writing it.</summary>
    private IReadOnlyList<PeerAddress> ReadPeers(NodeConfiguration configuration)
    {
        if (configuration.Path is not { } path)
        {
            return configuration.Peers;
        }

        try
        {
            return NodeConfiguration.Load(path).Peers;
        }
        catch (NodeConfigurationException e)
        {
            _log.ConfigurationNotRead(e.Message);
            return configuration.Peers;
        }
    }

    private void StartCatchUp(CatchUp catchUp) => _ = Task.Run(() => UntilStoppedAsync(
        cancellation => _catchUp.RunAsync(catchUp.Target, catchUp.Peers, _loop, cancellation)));

    private void StartProbe(Probe probe) => _catchUp.Probe(probe.Peers, _loop, _stop.Token);

    private async Task UntilStoppedAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping: whoever asked is going too.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception reason)
    {
        // A failure of our own disk or code: going on could only spread it. The process ends and says why.
        if (_ended.TrySetResult(reason))
        {
            _log.Failed(reason, reason.Message);
        }
    }
}
