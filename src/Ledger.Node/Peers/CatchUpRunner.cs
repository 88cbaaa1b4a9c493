using Grpc.Core;
using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Primitives;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// Carries out what the replica asks for when it is behind: a snapshot when there is too much to execute, or the peers no
/// longer have the blocks; then blocks, and blocks alone where no snapshot is to be had (PITFALLS.md 25). One run at a
/// time; it always ends with <see cref="CatchUpEnded"/>.
/// </summary>
internal sealed class CatchUpRunner
{
    private readonly LedgerStore _store;
    private readonly BlockFetcher _blocks;
    private readonly SnapshotFetcher _snapshots;
    private readonly PeerNetwork _network;
    private readonly ulong _snapshotGap;
    private readonly ILogger _log;

    public CatchUpRunner(
        LedgerStore store, BlockFetcher blocks, SnapshotFetcher snapshots, PeerNetwork network, int snapshotGap, ILogger log)
    {
        _store = store;
        _blocks = blocks;
        _snapshots = snapshots;
        _network = network;
        _snapshotGap = (ulong)snapshotGap;
        _log = log;
    }

    public async Task RunAsync(
        SequenceNumber target, IReadOnlyList<ReplicaId> peers, ConsensusLoop loop, CancellationToken cancellation)
    {
        var began = _store.Height;
        try
        {
            var route = _network.Route;
            var links = peers.Select(route.LinkTo).OfType<PeerLink>().ToList();
            var isFar = target.Value - began.Value > _snapshotGap;
            if (isFar)
            {
                await _snapshots.RunAsync(links, cancellation).ConfigureAwait(false);
            }

            foreach (var link in links)
            {
                await _blocks.RunAsync(link, target, cancellation).ConfigureAwait(false);
                if (_store.Height >= target)
                {
                    break;
                }
            }

            if (!isFar && _store.Height == began)
            {
                // Near, and yet no block: the peers have pruned them, or stand on a snapshot themselves.
                await _snapshots.RunAsync(links, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _log.CaughtUp(began.Value, _store.Height.Value, target.Value);
            await loop.PostAsync(new CatchUpEnded(_store.Height >= target), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Asks peers where their heads are; who does not answer in time says nothing.</summary>
    public void Probe(IReadOnlyList<ReplicaId> peers, ConsensusLoop loop, CancellationToken cancellation)
    {
        var route = _network.Route;
        foreach (var peer in peers)
        {
            if (route.LinkTo(peer) is { } link)
            {
                _ = ProbeAsync(peer, link, loop, cancellation);
            }
        }
    }

    private static async Task ProbeAsync(
        ReplicaId peer, PeerLink link, ConsensusLoop loop, CancellationToken cancellation)
    {
        try
        {
            var response = await link.Client.HeadAsync(
                new Protocol.V1.HeadRequest(), deadline: DateTime.UtcNow + NodeLimits.ProbeTimeout,
                cancellationToken: cancellation).ConfigureAwait(false);
            await loop.PostAsync(new Probed(peer, new SequenceNumber(response.Height)), cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException)
        {
            // No answer is an answer: the replica asks again.
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            // The node is stopping.
        }
    }
}
